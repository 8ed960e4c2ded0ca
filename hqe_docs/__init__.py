"""Documents, ledgers and scores for villages that create high-quality employment."""

__version__ = "0.1.0"
