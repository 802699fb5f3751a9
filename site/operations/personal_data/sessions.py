"""Find a person's sessions: what they say is packed, so each one is read."""

from __future__ import annotations

import json

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from operations.personal_data.people import DataSubject


def sessions_of(person: DataSubject) -> list[Session]:
    """Return the sessions in which a person is signed in, or which contain an address of the person."""
    # A session is packed text, which no query can look into.
    return [session for session in Session.objects.iterator(chunk_size=1000) if is_of(session, person)]


def is_of(session: Session, person: DataSubject) -> bool:
    """Return whether a session belongs to a person, or contains an address of the person."""
    said = session.get_decoded()
    # An id is a text in the session.
    if str(said.get(SESSION_KEY)) in {str(pk) for pk in person.users}:
        return True
    # An address may lie in any value of allauth.
    text = json.dumps(said, default=str).lower()
    return any(address in text for address in person.addresses)
