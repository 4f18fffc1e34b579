"""A run over the selected streams: which are read side by side, and what a person sees of it."""
