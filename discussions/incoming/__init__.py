"""Read incoming mails: from their bytes to the text that somebody wrote. Pure functions, without the database."""
