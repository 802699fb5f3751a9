"""Signals about people's data that packages send in the transaction in which they change it."""

from django.dispatch import Signal

# Sent by a model (`sender`) that is declared here, with `address`: somebody who has no account has deleted her row of
# this model herself. A receiver remembers it, so that a restored backup does not bring the row back.
row_deleted_by_owner = Signal()
