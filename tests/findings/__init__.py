"""Findings: what was heard, what it means, and what became of it."""
