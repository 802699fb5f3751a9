"""Signals about files, for the packages above."""

from django.dispatch import Signal

# Sent with `file` before what is shown of a picture or document changes. A receiver that answers True forbids it.
file_changing = Signal()
# Sent with `file`, `size` and `is_locked` before a file is stored, or comes into another collection. A receiver raises
# Refusal when there is no room for it; with `is_locked`, within the transaction that stores it, for good.
file_arriving = Signal()
# Sent with `request` and `document` when a public document is served. Signed-out readers and others alike.
document_served = Signal()
# Sent with `user` before a form takes a file. Receivers answer with words about the room that is left, or nothing.
room_asked = Signal()
