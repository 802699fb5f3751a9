"""Limits on unsolicited mail: letters to addresses whose owners may not have asked for them.

Anybody can type anybody's address: into the form for followers, for organizations, for codes. Such letters have one
budget together. A sender who has spent hers costs nobody else anything: neither door nor mailbox closes to others.
"""

from __future__ import annotations

from common.rate_limit import DAY, HOUR, RateLimit
from common.typed_text.characters import mail_address

# To one mailbox, from one sender and from all.
TO_MAILBOX_FROM_SENDER = RateLimit("unsolicited letter from one to one", 5, DAY)
TO_MAILBOX = RateLimit("unsolicited letter to one", 12, DAY)
# From one sender to whomever; many people share a connection.
FROM_SENDER = RateLimit("unsolicited letter from one", 20, HOUR)
FROM_SENDER_A_DAY = RateLimit("unsolicited letter from one in a day", 100, DAY)


def may_write_to(email: str, sender: str) -> bool:
    """Count a letter, and return whether it may go. `sender` is whoever asks: a connection, or a person's id.

    In a transaction it is counted when that commits. Raises django.db.DatabaseError where nothing can be counted: then
    no letter goes.
    """
    mailbox = mail_address(email)
    budgets = (
        (FROM_SENDER, sender),
        (FROM_SENDER_A_DAY, sender),
        (TO_MAILBOX_FROM_SENDER, f"{sender} {mailbox}"),
        (TO_MAILBOX, mailbox),
    )
    # Each is asked only where those before it have something left: a refused letter spends nothing of the mailbox's.
    return all(budget.allows_in_transaction(whom) for budget, whom in budgets)
