"""No page is forgotten by those who look at every kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import Resolver404, URLPattern, get_resolver, resolve
from django.utils.translation import override

from orgs.pages.numbers import NUMBERS
from orgs.pages.registry import page_kinds
from tools.kinds import KINDS

# Reached by the links of a kind: their addresses hold numbers that nobody knows before.
THROUGH_LINKS = {
    "workspace:saved-reply",
    "register",
    "workspace:recommendations",
    "workspace:event-figures",
    "workspace:registration-settings",
    "discussions:about",
    "report",
    "workspace:appeal",
    "workspace:answer-withdrawal",
    "workspace:application",
    "workspace:manage-organization",
    "workspace:organization-languages",
    "workspace:correction",
    "workspace:correct",
    "workspace:profile-change",
    "workspace:phone-lost",
    "workspace:remove-member",
    "workspace:post",
    "workspace:report",
    "workspace:review",
    "workspace:preview-frame",
}
# These answer a button alone, or with a file, or send on.
NO_PAGES = {
    "own-data-file",
    "discussions:thread-mails",
    "discussions:sign-out",
    "workspace:choose-organization",
    "workspace:reach-file",
    "workspace:reach-mail",
    "workspace:brand-css",
    "workspace:brand-colours",
    "workspace:brand-look",
    "workspace:choose-language",
    "workspace:session-state",
    "workspace:strip",
    "workspace:check-in-list",
    "workspace:check-in-entries",
    "workspace:check-in-worker",
    "workspace:submit",
    "workspace:send-both",
    "workspace:take-back",
    "workspace:duplicate",
    "workspace:translate",
    "workspace:verify-help-service",
    "workspace:change-role",
    "workspace:resend-invitation",
    "workspace:revoke-invitation",
    "workspace:new-password-link",
    "workspace:revoke-link",
    "workspace:undo-held",
    "workspace:dismiss-dropped",
    "workspace:claim",
    "workspace:release-claim",
    "workspace:renew-claim",
    "workspace:claim-matter",
    "workspace:release-matter-claim",
    "workspace:renew-matter-claim",
    "calendar",
    "organization-calendar",
    "statistics-file",
    "statistics-xlsx",
    "recommendations-file",
    "recommendations-atom",
    "event-report",
    "series-csv",
    "series-xlsx",
    "series-report",
    "workspace:printed-list",
    "workspace:takeout-file",
    "search-atom",
    "discussions:board-atom",
    "atom",
    "json-feed",
    "press-atom",
    "press-json-feed",
    "organization-atom",
    "organization-json-feed",
}
# The same page as one that is looked at: another month, what was sent as a reader would see it.
ALIKE = {
    "events-month",
    "workspace:review-preview",
    "workspace:edit-publication",
    "workspace:edit-help",
    "workspace:edit-event",
    "page",
}
# Only the chance of a second look brings one about: tests/workspace/test_review.py reads it. The others are reached
# when something waits, or is public, that is no page: tests/workspace/test_matters.py reads the one,
# tests/moderation/test_reports_of_objects.py the other.
BY_CHANCE = {"workspace:post-review", "workspace:matter", "report-object"}
# Only who takes part has them: tests/discussions read them.
BY_CHANCE |= {"discussions:digits", "discussions:me", "discussions:leave-discussions", "discussions:post"}
# Managers and editors create boards there: tests/discussions/test_running_boards.py reads them.
BY_CHANCE |= {"workspace:new-board", "workspace:portal-boards", "workspace:new-portal-board"}
# Only an event with registration has them: tests/events/test_registration_pages.py and
# tests/workspace/test_registration.py read them.
BY_CHANCE |= {"registration-sent", "workspace:registration"}
BY_CHANCE |= {"workspace:registration-add", "workspace:registration-list"}
# At the door of an event: tests/browser/test_check_in.py looks at the list, tests/workspace/test_check_in.py reads all.
BY_CHANCE |= {"workspace:check-in", "workspace:check-in-code", "workspace:check-in-shell"}
# Only where an item waits: tests/browser/test_press_desk.py looks at it.
BY_CHANCE |= {"workspace:press-item"}
# Reached by links in mails of boards: tests/discussions/test_mail_choice.py reads them.
BY_MAIL = {"discussions:mail-choice", "discussions:leave"}
# In mails about mails that came in: tests/discussions/test_receiving.py reads them.
BY_MAIL |= {"mail-asked", "mail-missing"}
# Only when an old site moves in: tests/workspace/test_old_sites.py reads it.
BY_CHANCE |= {"workspace:move-in"}
# Only who translates alone has it: tests/workspace/test_translators.py reads it.
BY_CHANCE |= {"workspace:to-translate"}
# They take a button alone.
NO_PAGES |= {"workspace:press-undo", "workspace:press-source", "workspace:undo-held", "workspace:dismiss-dropped"}
OWN = ("workspace/", "en/")


def names(resolver: Any, way: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """The way to every pattern, with its name."""
    for each in resolver.url_patterns:
        path = way + str(each.pattern)
        if isinstance(each, URLPattern):
            yield path, f"{space}{each.name}"
        else:
            yield from names(each, path, f"{each.namespace}:" if each.namespace else space)


def seen(kind: Any) -> str:
    blanks = dict.fromkeys(("organization", "following", "confirming", "invitation", "word", "begun"), "x")
    numbers = dict.fromkeys(("update", "article", "asked", "written_in_one", "translated"), "1")
    path = kind.address.format(**blanks | numbers).partition("?")[0]
    try:
        return resolve(path if path.startswith("/") else f"/en/{path}").view_name
    except Resolver404:
        return ""


def of_tests() -> set[str]:
    """The views of kinds of pages that only tests install (tests/sample_pages): nobody looks at them."""
    kinds = [kind for kind in page_kinds().kinds if kind.name not in NUMBERS]
    lists = {f"organization-{kind.tab.slug}" for kind in kinds if kind.tab}
    return lists | {f"workspace:{act}-{kind.name}" for kind in kinds for act in ("new", "edit")}


def test_every_own_page_is_a_kind() -> None:
    with override("en"):
        own = {name for path, name in names(get_resolver()) if path.startswith(OWN) and "wagtail" not in name}
        looked_at = {seen(kind) for kind in KINDS.values() if not kind.address.startswith("[")}
    exempt = THROUGH_LINKS | NO_PAGES | ALIKE | BY_CHANCE | BY_MAIL
    assert own - looked_at - exempt == of_tests()
    assert exempt <= own, "What is gone needs no exemption"
