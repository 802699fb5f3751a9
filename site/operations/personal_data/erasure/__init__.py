"""Erasing a person, and remembering that she was erased."""
