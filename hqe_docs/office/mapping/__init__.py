"""What templates see: one plain mapping with Chinese keys, made from a loaded dossier."""
