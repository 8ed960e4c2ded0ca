"""Official papers checked against GB/T 9704: any .docx read as it looks, and the checks on it."""
