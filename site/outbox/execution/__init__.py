"""Execution of events: attempts, and the waiting time between them."""
