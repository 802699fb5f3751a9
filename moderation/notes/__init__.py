"""Notes between a piece's organization and the editors: who writes and reads them, and the mails about them."""
