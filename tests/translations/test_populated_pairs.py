"""Reading many pairs of the synthetic corpus into memory: nearly all is taken, the rest named; once is enough."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from wagtail_localize.models import StringTranslation, Translation

from orgs.models import OrgContentPage
from translations.pairs import adopt_pairs, live_pairs

PAIRS = 2000


@pytest.mark.drill
@pytest.mark.timeout(890)
@pytest.mark.django_db
def test_of_two_thousand_pairs_99_in_100_sentences_are_taken(capsys: Any) -> None:
    # Some 23 in 100 generated pages are the second half of a pair.
    call_command("populate", organizations=20, pages=9200, seed=7)
    assert len(live_pairs()) >= PAIRS
    sentences = taken = 0
    left = []
    for page, reading in adopt_pairs():
        sentences, taken = sentences + reading.sentences, taken + reading.taken
        left += [f"{page.url_path} {place}" for place in reading.left]
    with capsys.disabled():
        print(f"{Translation.objects.count()} pairs, {taken} of {sentences} sentences", *left[:20], sep="\n")
    assert taken >= 0.99 * sentences
    # Every sentence that was not taken is named.
    assert len(left) == sentences - taken
    before = (StringTranslation.objects.count(), StringTranslation.objects.latest("updated_at").updated_at)
    some = OrgContentPage.objects.filter(pk__in=[first for first, _ in live_pairs()]).values_list(
        "organization__slug", flat=True
    )
    for slug in sorted(set(some))[:2]:
        assert all(not reading.left or reading.taken < reading.sentences for _, reading in adopt_pairs(slug))
    assert (StringTranslation.objects.count(), StringTranslation.objects.latest("updated_at").updated_at) == before
