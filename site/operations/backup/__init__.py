"""Backups of the portal, encrypted: making them, keeping them by a rule, restoring and trying them."""
