"""From the HTML of an old site to the blocks of a page; nothing else of it comes in."""
