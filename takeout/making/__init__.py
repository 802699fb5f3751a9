"""Make a takeout: an organization's whole content as one ZIP archive."""
