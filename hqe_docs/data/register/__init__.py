"""The register of persons and ledgers with its history: 人力资源库."""
