"""Passkeys and the pages on which a person sets up her second factor."""
