"""A package with a kind of page of its own, as a later package of the portal would have it."""
