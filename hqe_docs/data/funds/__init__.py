"""The account of the subsidy: what is due, paid, spent and left of each creation point, to the yuan."""
