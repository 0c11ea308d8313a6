"""The demo: example people and answers, the main job from a schedule to a PDF, and links that sign in."""
