"""Proof by simulation: whole lives of a lake, drawn from seeds, held against what was shown."""
