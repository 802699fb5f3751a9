"""Public pages are kept ready for readers without a session, under the version of all that is public."""
