"""What is due in the year, whose it is, and whether it was done: the list, the calendar file, the picture."""
