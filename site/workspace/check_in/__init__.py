"""Check-in at the door of an event, on the officer's telephone: with and without internet or scripts."""
