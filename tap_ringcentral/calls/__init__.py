"""The call log in order: lists, changes, pages, lines, windows. Knows nothing of Singer."""
