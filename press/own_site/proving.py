"""The proof that a site is its organization's own: by its website, or by a token on the site's front page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.outgoing_http import Limits
from common.rate_limit import HOUR, RateLimit
from common.refusal import Refusal
from orgs.models import Organization
from orgs.permissions import is_manager, may_write
from outbox import record
from press.models import FetchState, SiteProof, Source
from press.outbox_events import PRESS_SITE_PROOF_ASKED, SiteProofPayload
from press.reading.errors import Problem, UnreadableFeedError
from press.reading.fetching import ask_page

ASKED = RateLimit("proofs of an own site", 6, HOUR)
# A front page, with its redirects. A page that is larger shows the token to nobody.
LIMITS = Limits(seconds=8.0, silence=5.0, redirects=3, wire_bytes=2_000_000, body_bytes=4_000_000)


def host_of(url: str) -> str:
    """Return the host of a web address in small letters, without "www."; "" for what is no address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.lower().rstrip(".").removeprefix("www.")


def prove_by_website(source: Source) -> None:
    """Store whether an own site has the host of its organization's website; a proof by token stays as it is."""
    organization = source.organization
    assert organization is not None, "an own site has an owner"
    host = host_of(source.feed)
    if host and host == host_of(organization.website):
        _store(source, host, SiteProof.Way.WEBSITE)
    else:
        SiteProof.objects.filter(source=source, way=SiteProof.Way.WEBSITE).update(host="", way="")


@transaction.atomic
def ask_for_proof(source: Source, user: Any) -> None:
    """Record the job that looks for the token on the site's front page. Raises Refusal for who is no manager.

    Raises Refusal also after six an hour.
    """
    organization = source.organization
    assert organization is not None, "an own site has an owner"
    if not (is_manager(user, organization) and may_write(user, organization)):
        raise Refusal(_("Only a manager of the organization can do this."), code="managers_only")
    if not ASKED.allows_in_transaction(str(organization.pk)):
        raise Refusal(_("We looked six times within an hour. Please try again later."), code="too_often")
    SiteProof.objects.filter(source=source).update(asked_at=timezone.now())
    record(PRESS_SITE_PROOF_ASKED, f"press-site:{source.pk}", SiteProofPayload(source=source.pk), key=f"{source.pk}")


def prove_by_token(source_id: int) -> None:
    """Look for the token on the front page of an own site, and store the proof or the problem.

    Does nothing for a site that is removed or proved. Not to be called in a transaction: the server takes its time.
    """
    proof = SiteProof.objects.select_related("source").filter(source=source_id, host="").first()
    if proof is None:
        return
    feed = proof.source.feed
    try:
        page = ask_page(front_page(feed), LIMITS)
    except UnreadableFeedError as error:
        _note_looked(proof, error.problem)
        return
    # A redirect to another site proves that one.
    if host_of(page.url) != host_of(feed):
        _note_looked(proof, Problem.OTHER_HOST)
    elif proof.token.encode() in page.body:
        with transaction.atomic():
            # Not where it was removed, and another added, meanwhile.
            if SiteProof.objects.filter(pk=proof.pk, token=proof.token).exists():
                _store(proof.source, host_of(feed), SiteProof.Way.TOKEN)
                _note_looked(proof, "")
    else:
        _note_looked(proof, "")


def front_page(url: str) -> str:
    """Return the address of the front page of the site of an address."""
    return urlsplit(url)._replace(path="/", query="", fragment="").geturl()


def check_website_proof(organization: Organization) -> None:
    """Store anew whether an organization's own site has the host of its website, which may have changed."""
    for source in Source.objects.own().filter(organization=organization):
        source.organization = organization
        prove_by_website(source)


def _store(source: Source, host: str, way: str) -> None:
    """Store a proof of a host, and let the site be read at once where it was not proved yet."""
    if SiteProof.objects.filter(source=source, host="").update(host=host, way=way):
        FetchState.objects.filter(source=source).update(next_at=timezone.now())


def _note_looked(proof: SiteProof, problem: str) -> None:
    SiteProof.objects.filter(pk=proof.pk, token=proof.token).update(looked_at=timezone.now(), problem=problem)
