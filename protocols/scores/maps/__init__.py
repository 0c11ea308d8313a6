"""The burden map: its grid, its colours and its filters."""
