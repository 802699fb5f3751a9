"""Composing and sending of every mail; what a mail says stays in its package's mails.py."""
