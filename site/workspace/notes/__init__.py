"""Notes between a piece's organization and the editors, beside the piece and on a page of their own."""
