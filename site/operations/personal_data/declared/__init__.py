"""What the packages declare: is it complete, and how docs/privacy.md tells it."""
