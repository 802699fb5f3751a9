"""Discussions in search, lists and feeds: their rows in the catalog, their activity, and a board's Atom feed."""
