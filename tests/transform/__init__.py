"""The models over the lake, held against what the simulator drew."""
