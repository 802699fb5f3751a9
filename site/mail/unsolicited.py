"""Limits on unsolicited mail: mails to addresses whose owners may not have asked for them.

Anybody can type anybody's address: into the forms for followers, for organizations, for codes. All such mails share
these limits. A sender who has reached hers affects nobody else: no form and no mailbox closes to others.
"""

from __future__ import annotations

from common.rate_limit import DAY, HOUR, RateLimit
from common.typed_text.characters import mail_address

# To one mailbox, from one sender and from all.
TO_MAILBOX_FROM_SENDER = RateLimit("unsolicited letter from one to one", 5, DAY)
TO_MAILBOX = RateLimit("unsolicited letter to one", 12, DAY)
# From one sender to all mailboxes; many people share a connection.
FROM_SENDER = RateLimit("unsolicited letter from one", 20, HOUR)
FROM_SENDER_A_DAY = RateLimit("unsolicited letter from one in a day", 100, DAY)


def may_write_to(email: str, sender: str) -> bool:
    """Count a mail that `sender` causes to an address; return whether the limits of both allow to send it.

    In a transaction it is counted when that commits. Raises django.db.DatabaseError when nothing can be counted: then
    no mail is sent.
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
