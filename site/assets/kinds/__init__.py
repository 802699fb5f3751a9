"""Kinds and contents of files, told from their bytes."""
