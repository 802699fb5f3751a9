"""Services for received mail: store it, make a post of it or refuse it, and ask its author."""
