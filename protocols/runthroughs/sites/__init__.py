"""What sites say: on each visit, in flags of their own, and beside what they can do in a week."""
