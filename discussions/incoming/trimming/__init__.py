"""Trim the text of an answer by mail to what was written anew."""
