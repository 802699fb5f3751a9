"""The subject of a request to follow: an organization, a topic, a search or everything."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from catalog import terms
from feed.models import Follow
from orgs.models import Organization
from search.query.parameters import LINK_PARAMETERS, parse_parameters

# The most characters in a search's words, and in its whole query string.
LONGEST_WORDS, LONGEST_SEARCH = 100, 2000


def requested_follow(parameters: QueryDict) -> Follow:
    """Return an unsaved Follow of what a query string names, such as a search or everything. Raises Http404 if invalid.

    A search for nothing but an organization or a topic becomes that. Raises Http404 for what the public does not see,
    for an unreadable date, and for no or too long a search.
    """
    named = {name: value for name in LINK_PARAMETERS if name != "order" and (value := parameters.get(name, "").strip())}
    if "\0" in "".join(named.values()):
        # PostgreSQL accepts no NUL character.
        raise Http404
    if not named and parameters.get("everything") == "1":
        return Follow(is_everything=True)
    if set(named) == {"organization"}:
        return Follow(organization=get_object_or_404(Organization.objects.public(), slug=named["organization"]))
    if set(named) == {"topic"}:
        topic = terms.topics.by_slug(named["topic"])
        if topic is None:
            raise Http404
        return Follow(topic=topic)
    # The language does not matter: only the list of problems is asked.
    if parse_parameters(parameters, "en").problems:
        raise Http404
    query = urlencode(named)
    if not query or len(query) > LONGEST_SEARCH or len(named.get("q", "")) > LONGEST_WORDS:
        raise Http404
    return Follow(query=query)
