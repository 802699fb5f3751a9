"""Wagtail's screens and search, as the portal changes them."""
