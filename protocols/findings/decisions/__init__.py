"""What the team decides about findings, and who carries it out by when."""
