"""Typed text: the characters it may have, its length, and what programs read from it."""
