"""The page on which administrators see dead events and have them tried again."""
