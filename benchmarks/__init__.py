"""What the tap and the loader take: requests, time, memory, each held against the best possible."""
