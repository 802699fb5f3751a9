"""The error of a feed that cannot be read."""

from __future__ import annotations

from press.models.sources import FetchState

Problem = FetchState.Problem


class UnreadableFeedError(Exception):
    """The error of a document that is no feed, or is not read because it is dangerous; `problem` says which."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
