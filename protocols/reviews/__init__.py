"""One round of review of one version: who sits in it, and as whom people walk."""
