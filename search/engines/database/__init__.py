"""Search in the portal's own database, for SQLite and PostgreSQL."""
