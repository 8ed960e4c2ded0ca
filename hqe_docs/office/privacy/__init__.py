"""What is personal in finished files: found in any part of them, told with the number masked."""
