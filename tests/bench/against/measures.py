"""The measures of `make bench AGAINST`. Each returns the milliseconds of one turn on one side."""

from __future__ import annotations

import json
import time
import urllib.parse
from collections.abc import Callable, Sequence
from http.client import HTTPConnection

from tests.bench.against.session import Session, one_time_code
from tests.bench.against.sides import Side

Measure = Callable[[Side], list[float]]

QUERIES = ("women", "training law", "ស្ត្រី", "the", '"women of the commune"', "budget -law", "")
PAGES = ("/en/", "/km/", "/en/activity/", "/km/organizations/")
POSTS = 5  # a turn
BURST = 25  # requests of a kept page a turn
TEXT = "The council listened to the women of the commune. Turn {number} of the measurement on {side}."


def milliseconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def get(connection: HTTPConnection, path: str) -> None:
    """Ask for a page over an open connection. Raises RuntimeError when the answer is no page."""
    connection.request("GET", path, headers={"Accept-Encoding": "identity"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")


def get_all(connection: HTTPConnection, paths: Sequence[str]) -> None:
    for path in paths:
        get(connection, path)


def search(side: Side) -> list[float]:
    """Search by the API, with facets: each query once a turn."""
    connection = HTTPConnection("127.0.0.1", side.port)
    paths = [f"/api/v1/search?{urllib.parse.urlencode({'q': query})}" for query in QUERIES]
    taken = [milliseconds(lambda path=path: get(connection, path)) for path in paths]  # type: ignore[misc]
    connection.close()
    return [sum(taken) / len(taken)]


def cache(side: Side) -> list[float]:
    """Ask for public pages that the page cache keeps."""
    connection = HTTPConnection("127.0.0.1", side.port)
    get_all(connection, PAGES)
    taken = milliseconds(lambda: get_all(connection, PAGES * BURST))
    connection.close()
    return [taken / BURST / len(PAGES)]


class Publishing:
    """Updates that a member of a trusted organization sends: public with the answer, and told by the outbox after.

    She has a second factor: without one an editor looks first, and nothing is published.
    """

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.sent = 0

    def publish(self, side: Side) -> list[float]:
        """Send updates by the short form, from the tap to the answer."""
        session = self.sessions.get(side.name) or self.signed_in(side)
        return [self.post(session, side) for _ in range(POSTS)]

    def outbox(self, side: Side) -> list[float]:
        """Carry out what `publish` left in the outbox, by the command, without what a command begins with.

        The command starts a process, and with the first page another one for its checks, which a worker does once.
        """
        many = milliseconds(lambda: side.manage("outbox", "sweep"))
        self.post(self.sessions[side.name], side)
        one = milliseconds(lambda: side.manage("outbox", "sweep"))
        self.check_public(side)
        return [(many - one) / (POSTS - 1)]

    def signed_in(self, side: Side) -> Session:
        demo = side.demo()
        trusted = {each["slug"] for each in demo["organizations"] if each["trust"] == "trusted"}
        members = (a for a in demo["accounts"] if a.get("totp") and a.get("organization") in trusted)
        session = self.sessions[side.name] = Session(side.url)
        member = next(members)
        session.sign_in(member, one_time_code(member["totp"]))
        return session

    def check_public(self, side: Side) -> None:
        """Raise RuntimeError when the last update is not public: then something else was measured."""
        asked = urllib.parse.urlencode({"q": f'"turn {self.sent} of the measurement"'})
        if not json.loads(self.sessions[side.name].get(f"/api/v1/search?{asked}"))["total"]:
            raise RuntimeError(f"{side.name}: what was sent is not public.")

    def post(self, session: Session, side: Side) -> float:
        self.sent += 1
        values = session.update_form(TEXT.format(number=self.sent, side=side.name))
        return milliseconds(lambda: session.send_update(values))
