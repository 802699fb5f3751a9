"""Suggestions to translators: what was written before for the same or a similar sentence, and words of the portal."""
