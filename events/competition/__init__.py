"""The competition of an event: entries with consent, ranks and prizes."""
