"""Pages on which people see what is kept of them, take it along, and delete their account."""
