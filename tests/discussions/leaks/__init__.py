"""Nobody's address, telephone number or real name gets out of the discussions."""
