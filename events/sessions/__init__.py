"""The sessions of an event: the programme by day, and the form that checks its days."""
