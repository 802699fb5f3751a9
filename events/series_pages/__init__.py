"""The public page of a series of events."""
