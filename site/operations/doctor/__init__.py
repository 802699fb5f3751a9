"""Checks of an installation: what a careful engineer would look at, and what to do about what is wrong."""
