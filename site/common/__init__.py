"""Small, general building blocks that several packages need and no library gives."""
