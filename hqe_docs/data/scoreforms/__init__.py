"""Official score forms: their rows found and matched to the indicators of an edition."""
