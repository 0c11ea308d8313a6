"""The check page: what was read, what people settle about it, and saving it as a version."""
