"""Read received mails: find the author and the thread, and refuse what may not be published."""
