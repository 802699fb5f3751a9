"""The pages that a portal has from its first day: privacy, terms, rules of publishing, and its operator."""

from home.programme_pages.laying import lay_programme_pages
from home.programme_pages.unfilled import unfilled_placeholders

__all__ = ["lay_programme_pages", "unfilled_placeholders"]
