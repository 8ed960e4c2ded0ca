"""Where the values of finished papers come from: records kept, papers verified, places traced."""
