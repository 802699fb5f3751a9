"""The mirror: the public portal as plain files, which nginx serves while no web process answers (docs/mirror.md)."""
