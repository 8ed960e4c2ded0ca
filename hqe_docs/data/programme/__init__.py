"""The year's programme: what is due when, what money is paid by which rules, what a bundle holds."""
