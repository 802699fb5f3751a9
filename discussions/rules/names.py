"""The names that are shown beside posts: nobody's address, nobody else's name."""

from __future__ import annotations

import secrets

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.refusal import Refusal
from common.typed_text.characters import one_line, without_invisible
from common.typed_text.names import skeleton
from common.typed_text.telephone import numbers_in
from common.typed_text.web_addresses import ADDRESS
from discussions.models import Participant, Post, Thread
from discussions.models.participants import name_key_of
from orgs.organization_cache import organizations

SHORTEST_NAME = 2
# A year, or a number that tells two women of one name apart, is no telephone number.
FEWEST_DIGITS = 6
# Names by which nobody may speak: of the portal, and of those who decide.
OF_THE_PORTAL = ("Neary", "Neary editor", "editor", "editors", "moderator", "administrator", "admin")
OF_THE_PORTAL_IN_KHMER = ("នារី", "អ្នកកែសម្រួល", "អ្នកគ្រប់គ្រង")

# Flowers and trees of Cambodia: names that tell nothing of a person.
PSEUDONYMS = {
    "en": ("Jasmine", "Lotus", "Rumduol", "Champa", "Orchid", "Palm", "Tamarind", "Frangipani", "Water lily", "Banyan"),
    "km": ("ម្លិះ", "ឈូក", "រំដួល", "ចំប៉ា", "អ័រគីដេ", "ត្នោត", "អំពិល", "ចំប៉ីស", "ព្រលិត", "ពោធិ៍"),
}


def clean_name(typed: str, participant: Participant | None, thread: Thread | None = None) -> str:
    """Return a typed display name, cleaned. Refusal: too short, taken, an organization's, with an address or telephone.

    `participant` is None for somebody who is not known yet: then every name that somebody has is refused, also where
    the two addresses are the same, for the answer must not tell whose name it is. In a thread nobody else's name from
    there is taken either.
    """
    name = " ".join(without_invisible(one_line(typed)).split())
    # name_key_of is empty for signs alone, such as "...".
    if len(name) < SHORTEST_NAME or not name_key_of(name):
        raise Refusal(_("Please write a name of two letters or more."), code="name_too_short")
    digits = max((len(number.dialled.lstrip("+")) for number in numbers_in(name)), default=0)
    if ADDRESS.search(name) or "@" in name or digits >= FEWEST_DIGITS:
        raise Refusal(
            _("Everybody sees this name: leave out addresses and telephone numbers."), code="name_with_address"
        )
    if _is_of_an_organization(name):
        raise Refusal(_("This is the name of an organization. Please choose another."), code="name_of_organization")
    if _is_taken(name, participant, thread):
        raise name_taken()
    return name


def name_taken() -> Refusal:
    """Return, not raise, the Refusal that says that somebody else has this display name."""
    return Refusal(
        _("Somebody has this name already. Please choose another, or add something to it."), code="name_taken"
    )


def _is_of_an_organization(name: str) -> bool:
    looks = skeleton(name)
    if any(looks == skeleton(each) for each in OF_THE_PORTAL + OF_THE_PORTAL_IN_KHMER):
        return True
    known = organizations.value().values()
    return any(looks in (skeleton(each.name_en), skeleton(each.name_km)) for each in known)


def _is_taken(name: str, participant: Participant | None, thread: Thread | None) -> bool:
    own = participant.pk if participant else 0
    if Participant.objects.filter(name_key=name_key_of(name)).exclude(pk=own).exists():
        return True
    if thread is None or thread.pk is None:
        return False
    others = Post.objects.public().filter(thread=thread).exclude(participant__isnull=False, participant=own)
    return any(skeleton(each) == skeleton(name) for each in others.values_list("name", flat=True).distinct())


def pseudonym() -> str:
    """Return a random display name in the active language: a flower or tree and a number from 10 to 99."""
    return f"{secrets.choice(PSEUDONYMS[get_language() or 'en'])} {secrets.randbelow(90) + 10}"
