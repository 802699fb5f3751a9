"""Carrying out events: attempts, and how long to wait between them."""
