"""Who needs help before it is too late: rules as data over the same ledgers."""
