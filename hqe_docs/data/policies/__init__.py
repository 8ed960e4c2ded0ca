"""Who may apply for which policy: rules as data, judged over ledgers with what is not known kept apart."""
