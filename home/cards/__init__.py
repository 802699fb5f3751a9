"""Share cards: the pictures that other sites and apps show beside a link to a page."""
