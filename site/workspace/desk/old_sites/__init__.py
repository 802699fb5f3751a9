"""The desk's pages about old sites that move in."""
