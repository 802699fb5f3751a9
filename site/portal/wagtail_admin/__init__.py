"""The portal's changes of Wagtail's screens and search."""
