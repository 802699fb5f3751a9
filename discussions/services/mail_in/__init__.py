"""What changes state when a mail came in: it is stored, settled, and decided about by its author."""
