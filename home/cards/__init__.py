"""Share cards: the picture that stands beside a page where somebody passes it on."""
