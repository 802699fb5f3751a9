"""Checks of what the portal speaks with: database, Redis, Elasticsearch, mail, the web server before it, the store."""
