"""What the packages above are asked about files."""

from django.dispatch import Signal

# Sent with `file` before what is shown of a picture or document changes. A receiver that answers True forbids it.
file_changing = Signal()
