"""Checks of Khmer letters: readers must be able to read them."""

from moderation.checks.khmer_text import broken_khmer, old_fonts

__all__ = ["broken_khmer", "old_fonts"]
