"""Previews of documents for editors."""
