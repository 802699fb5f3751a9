"""Checks of links: to pages of the portal that are not public, and to other sites that do not answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import ClassVar
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from moderation.checks.checked_page import CheckedPage
from moderation.checks.link_state import state_of
from moderation.checks.registry import Check, Finding, FindingWords, check
from orgs.models import Organization

# Addresses of one page that are asked; further ones are not.
MOST_ADDRESSES = 25
# Hosts that are asked at the same time; the addresses of one host are asked one after the other.
HOSTS_AT_ONCE = 4
# Seconds for all addresses of a page; addresses not answered by then are left out.
MOST_SECONDS = 30.0
# The URL names that serve pages; all others are lists and forms, which always exist.
OF_PAGES = {"page", "wagtail_serve"}
ANOTHER = _("Correct the address, or remove the link.")


@check
class InnerLinks(Check):
    """A check that links within the portal lead to pages that the public can read."""

    name = "inner-links"
    label = _("Links within Neary")
    says: ClassVar = {
        "not-public": FindingWords(
            _("A link leads to a page that is not public."),
            _("Remove the link, or wait until that page is published."),
        ),
        "nothing": FindingWords(_("A link leads to an address of Neary that does not exist."), ANOTHER),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield a finding for each link of a page to an address or page of the portal that is not public."""
        if checked.linked_pages:
            yield from chosen_page_findings(checked)
        for address in checked.addresses:
            if is_portal_address(address) and (code := state_of_portal_address(address)):
                yield Finding(code, address)


@check
class DeadLinks(Check):
    """A check that addresses on other sites answer.

    Servers that refuse machines, or have trouble themselves, count as answering.
    """

    name = "dead-links"
    label = _("Links to other sites")
    goes_outside = True
    says: ClassVar = {
        "gone": FindingWords(_("Nothing is at this address any more."), ANOTHER),
        "unknown": FindingWords(_("There is no site of this name."), ANOTHER),
        "silent": FindingWords(
            _("This site did not answer."), _("Try it yourself. If it does not open, remove the link.")
        ),
        "unsafe": FindingWords(
            _("The certificate of this site is not valid: browsers warn of it."),
            _("Find another address of the same page, or remove the link."),
        ),
        "private": FindingWords(_("This address is not on the public internet: readers cannot open it."), ANOTHER),
    }

    def has_to_ask(self, checked: CheckedPage) -> bool:
        """Return whether the page has a link to another site, so that the check needs the network."""
        return any(is_on_other_site(address) for address in checked.addresses)

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield a finding for each of a page's first 25 addresses on other sites that is dead, unsafe or private."""
        outside = [address for address in checked.addresses if is_on_other_site(address)][:MOST_ADDRESSES]
        states = states_of(outside)
        for address in outside:
            if state := states.get(address):
                yield Finding(state, address)


def chosen_page_findings(checked: CheckedPage) -> Iterator[Finding]:
    """Yield a finding for each page chosen as a link target that is not public, or no longer exists."""
    linked = Page.objects.filter(pk__in=checked.linked_pages)
    public = public_among(linked)
    there = set(linked.values_list("pk", flat=True))
    # The title of a page that is not public is shown to its own organization only.
    own = dict(linked.filter(orgcontentpage__organization=checked.organization).values_list("pk", "title"))
    for pk in sorted(checked.linked_pages - public):
        yield Finding("not-public", own.get(pk, "")) if pk in there else Finding("nothing")


def is_portal_address(address: str) -> bool:
    """Return whether an address belongs to this portal: it has the portal's host, or is a path without a host."""
    parts = parts_of(address)
    if not parts.netloc:
        # Without a host: "/en/about/" is ours, "mailto:x" and "#top" are not.
        return not parts.scheme and parts.path.startswith("/")
    roots = [settings.WAGTAILADMIN_BASE_URL, *(site.root_url for site in Site.get_site_root_paths())]
    return parts.netloc in {urlsplit(root).netloc for root in roots}


def parts_of(address: str) -> SplitResult:
    """Return scheme, host and path of an address; all empty where it is not valid, such as http://[your-site]/."""
    try:
        return urlsplit(address)
    except ValueError:
        # Anybody can write such an address: without this both checks of links would crash on the page.
        return urlsplit("")


def is_on_other_site(address: str) -> bool:
    """Return whether an address is a web address of another site."""
    return address.lower().startswith(("http://", "https://")) and not is_portal_address(address)


def state_of_portal_address(address: str) -> str:
    """Return "" if an address of the portal leads to something public, else "nothing" or "not-public"."""
    path = unquote(urlsplit(address).path)
    try:
        is_a_list = resolve(path).url_name not in OF_PAGES
    except Resolver404:
        return "nothing"
    if is_a_list:
        return ""
    page = page_at(path)
    if page is None:
        return "nothing"
    return "" if public_among(Page.objects.filter(pk=page.pk)) else "not-public"


def public_among(pages: PageQuerySet) -> set[int]:
    """Return the ids of those given pages that the public can read: live, not expired, of a public organization."""
    closed = Organization.objects.exclude(pk__in=Organization.objects.public())
    # public() of Wagtail means "without view restriction"; expiry and organization are asked for beside it.
    shown = pages.live().public().exclude(expire_at__lte=timezone.now())
    return set(shown.exclude(orgcontentpage__organization__in=closed).values_list("pk", flat=True))


def page_at(path: str) -> Page | None:
    """Return the page at a path of the portal that begins with the language, public or not; None for no page."""
    language, _slash, rest = path.strip("/").partition("/")
    root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    home = root.get_translations(inclusive=True).filter(locale__language_code=language).first()
    if home is None:
        return None
    return Page.objects.filter(url_path=f"{home.url_path}{rest}/" if rest else home.url_path).first()


def states_of(addresses: list[str]) -> dict[str, str]:
    """Request web addresses over the network; return the state of each that answered in 30 seconds ("" is fine).

    The states are those of link_state.state_of. Hosts are asked at the same time, the addresses of one host one after
    the other.
    """
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[parts_of(address).netloc.lower()].append(address)
    states: dict[str, str] = {}

    def ask_in_turn(of_one_host: list[str]) -> None:
        for address in of_one_host:
            states[address] = state_of(address)

    pool = ThreadPoolExecutor(HOSTS_AT_ONCE, thread_name_prefix="links")
    try:
        wait([pool.submit(ask_in_turn, group) for group in by_host.values()], timeout=MOST_SECONDS)
        # A copy, because a thread that is late still writes into `states`.
        return dict(states)
    finally:
        # wait=False: a name server can be silent for longer than anybody should wait.
        pool.shutdown(wait=False, cancel_futures=True)
