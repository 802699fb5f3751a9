"""The people who came to events: check-in, and their numbers, shown so that nobody can be recognised."""
