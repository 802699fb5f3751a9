"""The press review for readers: the list of public clippings, and feeds of them."""
