"""The pages of this slice: protocols, uploads on their way, and versions."""
