"""Protocols, their immutable schedule versions, and how a file becomes one."""
