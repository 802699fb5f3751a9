"""Discussions by mail, on the way out: who gets what, what a mail says, and the pages that its links lead to."""
