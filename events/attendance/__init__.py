"""The numbers of people who took part in events: counted, and shown so that nobody can be recognised."""
