"""The page on which administrators see how the portal is."""
