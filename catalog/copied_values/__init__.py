"""Values that rows copy from other objects (pictures, topics, places, names), and how the copies stay current."""
