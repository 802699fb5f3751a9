"""How far translations are: kept for readers and lists, and shown to organizations and editors."""
