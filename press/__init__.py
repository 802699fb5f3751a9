"""The press review: sources, the items of their feeds, and clippings that editors chose from them."""
