"""A season: ledgers/hongjiang-2023 from June to November 2023, week by week, worked out backwards from the example."""
