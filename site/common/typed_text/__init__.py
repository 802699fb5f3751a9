"""Text that people type: which characters it may have, how long it is, and what of it machines read."""
