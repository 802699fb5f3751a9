"""Signals that orgs sends to the packages above inside the transaction; what may come later goes through the outbox."""

from django.dispatch import Signal

# Sent with `page` while a page becomes less public. Receivers remove what shows it, at once, in the same transaction.
page_closing = Signal()
# Sent with `organization` while all its pages become less public (suspended, frozen or hidden).
organization_closing = Signal()
# Sent with `page`, specific, before what was approved once is seen by the public again. A receiver that answers True
# has closed it, for it is no longer what was approved.
page_opening = Signal()
# Sent with `user` and `organization` when somebody no longer works for an organization. Receivers end what hangs on it.
membership_ended = Signal()
# Sent with `application` when an organization asks to join, and when a newer application takes the waiting one's place.
application_opened = Signal()
# Sent with `application` and `user`, an editor, when she has answered. A receiver that raises Refusal prevents it.
application_answered = Signal()
# Sent with `user` when somebody is no central editor any more. Receivers give back what she had in hand.
editor_ended = Signal()
