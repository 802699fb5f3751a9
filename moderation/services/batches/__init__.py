"""Decisions about many pages at once: an old site that moves in."""
