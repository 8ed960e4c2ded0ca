"""Hostile files made when they are needed, each with the code it must be told by, or what must hold."""
