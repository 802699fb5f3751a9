"""The division of a long thread into pages."""

from __future__ import annotations

POSTS_A_PAGE = 50


def page_of(number: int) -> int:
    """Return the number, from 1, of the thread's page that holds the post with this number; 50 posts a page.

    Posts are numbered without gaps, and those that are not public keep their place, so that no address changes when a
    post is hidden.
    """
    return (max(number, 1) - 1) // POSTS_A_PAGE + 1
