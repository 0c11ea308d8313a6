"""“You said, we did”: what those who spoke are told came of it."""
