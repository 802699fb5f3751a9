"""Khmer typed for fonts older than Unicode, which draw Khmer in the place of Latin letters: found and converted."""
