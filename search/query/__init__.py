"""A query: taken apart, expanded by synonyms, put right, and what is shown of it."""
