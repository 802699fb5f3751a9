"""What a mail that came in says: whose it is, which thread it answers, and why it may not be published."""
