"""Signals that the catalog sends to the packages above, in the transaction that changes its rows."""

from django.dispatch import Signal

# Sent with `entries`, the rows as they were written, and `translation_keys`, those of all pages that they belong to, or
# belonged to before.
rows_written = Signal()
# Sent with `page_ids` and with `translation_keys`, those of the rows that were taken away.
rows_removed = Signal()
