"""Uploaded pictures: their checks, the removal of their metadata, and the limit on decoding at the same time."""
