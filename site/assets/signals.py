"""Signals about files, for the packages above."""

from django.dispatch import Signal

# Sent with `file` before what is shown of a picture or document changes. A receiver that answers True forbids it.
file_changing = Signal()
