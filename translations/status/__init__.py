"""The progress of translations: kept for readers and lists, and shown to organizations and editors."""
