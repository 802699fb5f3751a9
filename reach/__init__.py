"""How often each public page was read and each file fetched, counted without knowing by whom (docs/reach.md)."""
