"""A paper of any office laid out anew by a profile: pages, page numbers, styles; not a word of its text changes."""
