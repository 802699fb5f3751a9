"""What a page of an organization is: its declared kind, and the registry of all kinds."""
