"""Held decisions: made on the desk's stream, undone within a minute, or carried out after it."""
