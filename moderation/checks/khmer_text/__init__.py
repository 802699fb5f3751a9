"""Checks of the letters themselves: whether readers can read them at all."""

from moderation.checks.khmer_text import broken_khmer, old_fonts

__all__ = ["broken_khmer", "old_fonts"]
