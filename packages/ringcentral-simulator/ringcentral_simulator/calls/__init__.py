"""The company's calls: when they happen, who is on them, how the call log tells them."""
