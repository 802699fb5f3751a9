"""What is public now: one row an entry, who writes it, and the lists that are read from it."""
