"""Plain explanations of each activity, drafted, approved and read."""
