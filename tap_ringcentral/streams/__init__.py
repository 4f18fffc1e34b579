"""What is extracted: one declarative class a stream."""
