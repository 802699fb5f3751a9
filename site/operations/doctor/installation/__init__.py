"""Checks of the portal itself: its settings, hosts, people, backups and work that waits."""
