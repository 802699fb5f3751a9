"""Taking part without an account: the mailed link, the six digits, and what limits both."""
