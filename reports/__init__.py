"""Everything that leaves the bench: what is said, and how it is laid out."""
