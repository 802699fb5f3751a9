"""The page cache: public pages for readers without a session, stored under the version of all that is public."""
