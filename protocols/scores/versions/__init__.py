"""Two versions beside each other: what changed, in words and in numbers."""
