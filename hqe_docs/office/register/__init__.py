"""The register of persons and ledgers: loaded from dossiers, exported, compared, asked."""
