"""Counts of reads of public pages and of fetched files, without knowing by whom (docs/reach.md)."""
