"""What of the outbox members reach in the admin: nothing."""

CLOSED: dict[str, str] = {"outbox:": "What was given up belongs to all organizations; administrators look after it."}
