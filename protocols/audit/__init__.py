"""The append-only, hash-chained log of what mattered and who did it."""
