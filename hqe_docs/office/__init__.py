"""Where the wings meet: the library, the catalogue of documents, the mapping templates see, the build."""
