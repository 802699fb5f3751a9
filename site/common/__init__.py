"""What several packages need and no library gives: small, general building blocks."""
