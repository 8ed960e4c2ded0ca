"""Posts and persons matched: rules, what is known of both, points, ranking, answers."""
