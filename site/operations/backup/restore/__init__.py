"""Restoring a backup: everything is verified first, then swapped in."""
