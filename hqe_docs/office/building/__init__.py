"""The papers of many dossiers made: planned in units, worked off, put together again."""
