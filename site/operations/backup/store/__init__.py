"""Locations of backups, a folder or a bucket, and the format of the data there."""
