"""Texts in which a person is named, in rows and in files."""
