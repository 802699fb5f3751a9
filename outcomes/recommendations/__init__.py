"""Recommendations on a page: their blocks, their steps, and how they are shown."""
