"""The portal on one machine without other servers: its processes and its message files."""
