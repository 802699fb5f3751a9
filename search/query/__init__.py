"""Queries: parsing, synonyms, spelling, suggestions, facets and highlighting."""
