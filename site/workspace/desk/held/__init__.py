"""Held decisions on the desk: the way in, the line with "undo", and what could not be carried out."""
