"""The saved replies of the editors: their page, and choosing one in the form of a decision."""
