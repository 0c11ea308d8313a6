"""Changing a schedule in the browser: drafts, their edits, and saving one as a version."""
