"""A day of readers, officers, editors, feeds and mails on a whole portal (docs/load.md)."""
