"""Composing and sending of every mail; the text of a mail stays in its package's mails.py."""
