"""The portal on one machine without other servers: its processes and its messages as files."""
