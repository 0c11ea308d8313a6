"""The burden map and the score with its parts."""
