"""A sponsor's own values: sets, the values in them, and which set a review uses."""
