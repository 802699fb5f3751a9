"""The log: lines without personal data, with the id of the request that caused them."""
