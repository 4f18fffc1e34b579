"""How the helper extension signs in."""
