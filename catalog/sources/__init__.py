"""Entries of the catalog that are no pages: their kinds, where they come from, and how they are written."""
