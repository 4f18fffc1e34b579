"""Settings: what there is, where they come from, and what they may be."""
