"""Pages of findings: the list, what was heard, and one finding."""
