"""The pages of the score, by what they show."""
