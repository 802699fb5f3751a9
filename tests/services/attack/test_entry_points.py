"""Attacks by files that other telephones make, by secrets and addresses, and by ways of libraries past the review."""

from __future__ import annotations

import urllib.request

import pytest

from tests.assets.files import picture_bytes
from tests.services.attack.attacked import Attacked
from tests.services.attack.attacker import photo
from tests.services.flow.people import PEOPLE
from tests.services.flow.visitor import SENT_BY_SCRIPTS, Visitor, boxes

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("attack")]

PICTURES = "SELECT count(*) FROM assets_image"
ELSEWHERE = "elsewhere.example"
# What wagtail-localize would put there, with a page or a locale of the portal's.
LOCALIZE = (
    "/admin/localize/submit/page/{page}/",
    "/admin/localize/submit/snippet/blog/updatepage/{page}/",
    "/admin/localize/update/1/",
    "/admin/localize/translate/1/strings/1/edit/",
    "/admin/localize/page/{page}/convert_to_alias/",
    "/admin/localize/page/{page}/convert_to_translated/",
)


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_a_photo_of_another_telephone_is_taken(kind: str, attacked: Attacked) -> None:
    attacked.distrust()
    before = attacked.one(PICTURES)
    answer = attacked.post("draft", picture_bytes(kind, (640, 480)))
    assert (answer.status, attacked.one(PICTURES)) == (200, before + 1)
    assert "damaged" not in answer.text


def test_a_refused_photo_stops_no_draft(attacked: Attacked) -> None:
    """Autosave keeps the words, names the field that it did not take, and keeps no file."""
    attacked.distrust()
    before = attacked.one(PICTURES)
    page = attacked.officer.get("/workspace/post/")
    said = boxes(page.form("text")) | {"text": "Nine looms of Bati.", "language": "en", "action": "autosave"}
    answer = attacked.officer.post_files("/workspace/post/", said, {"file": b"no picture at all"})
    assert "file" in answer.json()["refused"]
    assert attacked.one(PICTURES) == before
    kept = "SELECT count(*) FROM wagtailcore_revision WHERE content::text LIKE '%Nine looms of Bati.%'"
    assert attacked.one(kept) == 1


def test_a_letter_names_the_portal_whatever_the_asker_calls_it(attacked: Attacked) -> None:
    stranger = Visitor(attacked.url)
    page = stranger.get("/accounts/password/reset/")
    fields = boxes(page.form("email")) | {"email": PEOPLE["editor"]}
    for header in ({"Host": ELSEWHERE}, {"X-Forwarded-Host": ELSEWHERE}, {"Forwarded": f"host={ELSEWHERE}"}):
        stranger.post("/accounts/password/reset/", fields, {"Referer": page.url, **header})
    attacked.settle()
    letters = attacked.mail.mails(PEOPLE["editor"])
    assert [letter for letter in letters if attacked.url in str(letter)]
    assert not [letter for letter in letters if ELSEWHERE in str(letter)]


@pytest.mark.parametrize("address", ["/workspace/", "/admin/", "/admin/pages/{page}/edit/", "/en/"])
def test_every_screen_has_a_content_security_policy(address: str, attacked: Attacked) -> None:
    request = urllib.request.Request(attacked.url + address.format(page=attacked.home("en")))
    with attacked.officer.opener.open(request) as response:
        policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src" in policy
    assert "object-src 'none'" in policy or "default-src 'none'" in policy or "default-src 'self'" in policy


def test_strangers_are_told_no_backlog(attacked: Attacked) -> None:
    answer = Visitor(attacked.url).get("/health/ready")
    assert answer.status in (200, 404, 503)
    assert not [word for word in ("backlog", "waiting", "outbox", "late") if word in answer.text.lower()]


def test_a_mailed_link_stands_in_no_log(attacked: Attacked) -> None:
    """The secret part of a link that somebody opened is in what neither nginx nor the portal writes."""
    secret = "k3-secret-part-of-a-link"
    Visitor(attacked.url).get(f"/accounts/password/reset/key/{secret}/")
    Visitor(attacked.url).get(f"/accounts/invitation/{secret}/")
    logs = [path for path in attacked.portal.data.parent.rglob("*.log") if path.is_file()]
    assert logs
    assert not [path.name for path in logs if secret in path.read_text(errors="replace")]


def test_libraries_open_no_way_past_the_review(attacked: Attacked) -> None:
    piece = attacked.waiting()
    for address in LOCALIZE:
        for person in (attacked.officer, attacked.editor):
            answer = person.press_unoffered(address.format(page=piece.id), locales="1", disabled="on")
            assert answer.status == 404, f"{address}: {answer.status}"
    assert not attacked.is_public(piece)
    assert attacked.waits(piece)


def test_another_pages_revision_is_not_ones_own(attacked: Attacked) -> None:
    """A page can be neither read nor published nor reverted by the number of another page's revision."""
    attacked.distrust()
    shown, hidden = attacked.draft(text="Looms for all."), attacked.draft(text="Looms for nobody.")
    revision = attacked.latest_revision(hidden)
    for person in (attacked.officer, attacked.editor):
        seen = person.get(f"/admin/pages/{shown.id}/revisions/{revision}/view/")
        assert seen.status == 404
        person.press_unoffered(f"/admin/pages/{shown.id}/revisions/{revision}/revert/", title="Looms")
    assert "Looms for nobody." not in attacked.officer.get(f"/admin/pages/{shown.id}/edit/").text
    assert not attacked.is_public(shown)


def test_a_script_signs_nobody_in_by_another_sites_form(attacked: Attacked) -> None:
    """A form without the portal's token changes nothing, whatever it says of itself."""
    before = attacked.one("SELECT count(*) FROM blog_updatepage")
    page = attacked.officer.get("/workspace/post/")
    said = boxes(page.form("text")) | {"text": "Ten looms.", "language": "en", "action": "send"}
    for token in ("", "a" * 64):
        headers = {**SENT_BY_SCRIPTS, "Origin": f"https://{ELSEWHERE}"}
        answer = attacked.officer.post("/workspace/post/", said | {"csrfmiddlewaretoken": token}, headers)
        assert answer.status == 403
    assert attacked.one("SELECT count(*) FROM blog_updatepage") == before


def test_the_photo_of_a_piece_is_where_only_its_readers_find_it(attacked: Attacked) -> None:
    """A draft's file has an address that opens for its organization and for editors alone."""
    attacked.distrust()
    attacked.post("draft", photo("olive"))
    file = attacked.file_of(attacked.picture_of(attacked.newest("en")))
    for address in (f"/files/{file}", f"/_files/{file}", f"/media/{file}"):
        assert Visitor(attacked.url).get(address).status == 404
