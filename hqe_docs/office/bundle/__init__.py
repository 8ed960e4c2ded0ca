"""The acceptance bundle (hqe pack): planned, collected, listed, checked for what is personal, bound, zipped."""
