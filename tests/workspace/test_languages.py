"""The matrix of languages: each page with its state in the other language, in as many queries at any size."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from outbox.services import drain
from tests.factories import make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import standing_member, standing_organization
from translations.memory import adopt
from translations.segments import sentences_of
from translations.services import begin, draft, keep
from translations.status import matrix
from translations.status.matrix import LanguageSum, Matrix, sums_of
from workspace.organization.views import languages

pytestmark = pytest.mark.django_db
MATRIX = reverse("workspace:languages")


def make_pair(organization: Any, officer: Any, title: str, *, is_known: bool = True) -> tuple[Any, Any]:
    """An update in both languages, English first; in memory where it `is_known`."""
    page = make_page("update", organization, live=True, owner=officer, title=title, text="We weave.")
    key = page.translation_key
    words = {"title": f"កី {title}", "text": "យើងត្បាញ។", "translation_key": key}
    twin = make_page("update", organization, "km", live=True, owner=officer, **words)
    if is_known:
        adopt(page, twin)
    return page, twin


def make_pages() -> dict[str, Any]:
    organization = standing_organization("silk-weavers")
    officer = standing_member(organization, "officer")
    khmer = Locale.objects.get(language_code="km")
    named = {"translated": make_pair(organization, officer, "Translated")[0]}
    named["unknown"] = make_pair(organization, officer, "Unknown", is_known=False)[0]
    named["stale"] = make_pair(organization, officer, "Stale")[0]
    named["stale"].text = "We weave again."
    named["stale"].save_revision().publish()
    for name in ("missing", "waits", "single"):
        named[name] = make_page("update", organization, live=True, owner=officer, title=name.title(), text="We weave.")
    begin(named["missing"], khmer, officer)
    waiting = begin(named["waits"], khmer, officer)
    for sentence in sentences_of(waiting):
        keep(waiting, sentence.segment, f"ពាក្យ {sentence.segment}", officer)
    draft(waiting, officer)
    # It is nobody's to translate yet.
    make_page("update", organization, owner=officer, title="A draft in one language")
    drain()
    return named


PAGES = KeptRows(make_pages)


@pytest.fixture
@keeps(PAGES)
def pages(db: None, request: pytest.FixtureRequest) -> Any:
    """A page in every state, each named after it."""
    return PAGES.of(request)


def states(organization: Any, **how: Any) -> dict[str, int]:
    return {row.original.title.lower(): row.state for row in Matrix(organization, "update", **how)[:50]}


def test_each_page_stands_once_with_its_state_and_what_is_late_comes_first(pages: Any, organization: Any) -> None:
    assert states(organization) == {
        "stale": matrix.STALE,
        "missing": matrix.MISSING,
        "waits": matrix.WAITS,
        "single": matrix.ONLY_HERE,
        "translated": matrix.TRANSLATED,
        "unknown": matrix.TRANSLATED,
    }
    assert list(states(organization))[:4] == ["stale", "missing", "waits", "single"]
    assert set(states(organization, is_left=True)) == {"stale", "missing", "waits", "single"}
    assert (Matrix(organization, "update").count(), Matrix(organization, "update", is_left=True).count()) == (6, 4)
    rows = {row.original.title: row for row in Matrix(organization, "update")[:50]}
    assert (rows["Stale"].progress.stale, rows["Missing"].progress.missing) == (1, 2)


def test_every_page_is_counted_once(pages: Any, organization: Any, other_organization: Any) -> None:
    # The two homes of the organization are a pair too.
    assert Matrix(organization).sum == LanguageSum(both=3, outdated=1, waiting=1, single=2)
    assert sums_of([organization, other_organization]) == {
        organization.pk: Matrix(organization).sum,
        other_organization.pk: Matrix(other_organization).sum,
    }


def test_a_settled_translation_that_nobody_sent_is_a_draft_that_waits(organization: Any, officer: Any) -> None:
    page, _twin = make_pair(organization, officer, "Looms")
    page.text = "We weave again."
    page.save_revision().publish()
    drain()
    translation = Translation.objects.get()
    for sentence in sentences_of(translation):
        keep(translation, sentence.segment, sentence.words or "យើងត្បាញវិញ។", officer)
    drain()
    assert states(organization) == {"looms": matrix.WAITS}
    draft(translation, officer).publish()
    drain()
    assert states(organization) == {"looms": matrix.TRANSLATED}


def test_the_language_of_the_original_is_that_of_memory_whatever_was_public_first(
    organization: Any, officer: Any
) -> None:
    page, twin = make_pair(organization, officer, "Looms", is_known=False)
    adopt(Page.objects.get(pk=twin.pk).specific, page)
    [row] = Matrix(organization, "update")[:5]
    assert (row.original.pk, row.twin.pk, row.language) == (twin.pk, page.pk, "km")


def queries(act: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_a_matrix_and_the_sum_take_three_queries_at_any_size(
    organization: Any, officer: Any, officers: Any, editors: Any
) -> None:
    def cost() -> list[int]:
        def read() -> None:
            table = Matrix(organization)
            assert table.count() == len([(row.kind, row.language, row.progress) for row in table[:25]])
            assert table.sum.all == table.count()

        pages = [
            lambda: officers.get(MATRIX, {"show": "all"}),
            lambda: editors.get(reverse("workspace:portal-languages")),
        ]
        return [queries(read), queries(lambda: sums_of([organization])), *map(queries, pages)]

    make_pair(organization, officer, "First")
    cost()
    few = cost()
    assert few[:2] <= [3, 1]
    for number in range(4):
        make_pair(organization, officer, f"Number {number}", is_known=number % 2 == 0)
        make_page("update", organization, live=True, owner=officer)
    # The frame around the page reads some things anew after a publication.
    cost()
    assert cost() == few


def test_members_see_what_to_do_and_where(pages: Any, officers: Any) -> None:
    page = officers.get(MATRIX).content.decode().replace("\xa0", " ")
    for words in ("1 changed", "2 missing", "Draft waits", "Write it in Khmer", "3 in both languages", "1 out of date"):
        assert words in page
    assert f'action="{reverse("workspace:translate", args=[pages["single"].pk])}"' in page
    twin = pages["stale"].get_translations().get()
    assert f'href="{reverse("workspace:translation", args=[twin.pk])}"' in page
    assert "Translated" not in page
    assert "Translated" in officers.get(MATRIX, {"show": "all"}).content.decode()
    assert "Nothing is left to do" in officers.get(MATRIX, {"type": "event"}).content.decode()


def test_rows_lead_on(pages: Any, officers: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(languages, "ROWS_ON_A_PAGE", 1)
    shown = [officers.get(MATRIX, {"page": number}).content.decode() for number in range(1, 5)]
    assert "page=2" in shown[0]
    assert [name in page for page, name in zip(shown, ("Stale", "Missing", "Waits", "Single"), strict=True)] == [
        True
    ] * 4


def test_another_organizations_pages_are_nowhere_in_it(
    pages: Any, organization: Any, other_organization: Any, other_officer: Any, sign_in: Any, editors: Any
) -> None:
    client = sign_in(other_officer)
    page = client.get(MATRIX, {"show": "all"}).content.decode()
    assert not any(f"/piece/{each.pk}/" in page for each in pages.values())
    assert Matrix(other_organization, "update").sum == Matrix(other_organization).sum
    assert Matrix(other_organization, "update").count() == 0
    for name, arguments in (("portal-languages", []), ("organization-languages", [organization.slug])):
        address = reverse(f"workspace:{name}", args=arguments)
        assert client.get(address).status_code == 404
        assert editors.get(address).status_code == 200


def test_editors_see_the_sum_of_each_organization_and_its_matrix(
    pages: Any, organization: Any, editors: Any, monkeypatch: Any
) -> None:
    page = editors.get(reverse("workspace:portal-languages")).content.decode()
    own = reverse("workspace:organization-languages", args=[organization.slug])
    assert own in page
    # An editor may look, and has nothing to press.
    table = editors.get(own).content.decode()
    assert "Stale" in table and reverse("workspace:preview", args=[pages["stale"].pk]) in table
    assert reverse("workspace:translate", args=[pages["single"].pk]) not in table
    monkeypatch.setattr(languages, "ROWS_ON_A_PAGE", 1)
    assert "page=2" in editors.get(reverse("workspace:portal-languages")).content.decode()
