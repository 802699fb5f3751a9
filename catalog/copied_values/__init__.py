"""What rows copy of other objects: sizes of pictures, topics, places and names, and how they follow these."""
