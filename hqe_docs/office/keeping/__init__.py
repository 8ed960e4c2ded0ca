"""What stands in the place of a paper before it is written: kept, put together, and given back."""
