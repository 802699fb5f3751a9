"""Restore a takeout: check an archive that may be damaged or hostile, and create its organization from it."""
