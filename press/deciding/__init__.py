"""Decisions of editors on items: taken as clippings, or passed; each is one transaction that locks the item."""
