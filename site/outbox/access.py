"""Access rules for the outbox's admin views: they are closed to members."""

CLOSED: dict[str, str] = {"outbox:": "What was given up belongs to all organizations; administrators look after it."}
