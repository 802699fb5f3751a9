"""Where backups lie: a folder or a bucket, and the format of what lies there."""
