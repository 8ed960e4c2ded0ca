"""Received workbooks given back with their problems marked."""
