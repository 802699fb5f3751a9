"""Answers of Elasticsearch as the database engines give them: ranked rows, and counts of pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from catalog.counting import LANGUAGES
from orgs import organization_cache
from search.engines.base import FACETS, SOURCE
from search.engines.database.facet_counts import Counts
from search.engines.diversify import RankedRow, best_row_per_page, diversify
from search.engines.elastic.filters import Json
from search.engines.elastic.request import ElasticRequest

# In the order of the searches: the first hits in each language, the counts of each, and those of hits in both.
Answers = list[dict[str, Any]]


def total(answers: Answers) -> int:
    """Return the number of pages found, each counted once across languages, from Elasticsearch's answers."""
    return signed_sum([answer["hits"]["total"]["value"] for answer in counts_of(answers)])


def counts_of(answers: Answers) -> Answers:
    """Return those of Elasticsearch's answers that hold counts: one per language, then the one for both languages."""
    return answers[len(LANGUAGES) :]


def signed_sum(numbers: list[int]) -> int:
    """Return the sum of all numbers but the last, minus the last, which counts pages in both languages."""
    *languages, both = numbers
    return sum(languages) - both


def counts(answers: Answers) -> Counts:
    """Return {facet: Counter of values}, each page counted once, from Elasticsearch's answers.

    The values are the numbers in counting rows; for topics and places they are bits.
    """
    found: Counts = {name: Counter() for name in (*FACETS, SOURCE)}
    *languages, both = counts_of(answers)
    for answer in languages:
        for name, counter in found.items():
            counter.update(values(answer, name))
    for name, counter in found.items():
        counter.subtract(values(both, name))
    for number, answer in enumerate(languages):
        found["language"][number] = answer["aggregations"]["language"]["doc_count"]
    # An organization that was deleted may still be in the index for a moment.
    known = {pk: count for pk, count in found["organization"].items() if is_known(pk)}
    # Unary plus drops the languages without pages.
    return found | {"language": +found["language"], "organization": Counter(known)}


def is_known(organization: int) -> bool:
    """Return whether an organization with this id is in the organization cache."""
    try:
        organization_cache.organization(organization)
    except KeyError:
        return False
    return True


def values(answer: Json, facet: str) -> Counter[int]:
    """Return a Counter of pages by value of a facet, read from one of Elasticsearch's answers."""
    told = answer["aggregations"].get(facet, {})
    # `counted` puts the values one level deeper where there are conditions.
    buckets = told.get("values", told).get("buckets", [])
    return Counter({int(bucket["key"]): bucket["doc_count"] for bucket in buckets})


def ranked(request: ElasticRequest, answers: Answers) -> Iterator[RankedRow]:
    """Yield the rows of the first hits in Elasticsearch's answers, best first, each page once."""
    rows = [row for _place, row in sorted(hits_with_sort_keys(request, answers))]
    once = best_row_per_page(rows)
    return once if request.by_date else diversify(once)


def hits_with_sort_keys(request: ElasticRequest, answers: Answers) -> Iterator[tuple[tuple[float, ...], RankedRow]]:
    """Yield pairs of sort key (lower is better) and ranked row for each hit in Elasticsearch's answers."""
    best = request.typed_worth + request.whole_worth
    # Not strict: behind the hits of each language come the answers with the counts.
    for language, answer in zip(LANGUAGES, answers, strict=False):
        is_other = language != request.query.reader
        for number, hit in enumerate(answer["hits"]["hits"]):
            # How many steps of `ranks` the score holds; what is left of it is the score of the words.
            points = int(hit["_score"] // request.step) if best else 0
            tier = 2 * (best - points) + is_other
            found = found_by(hit, language, tier, is_synonym_match=points < request.typed_worth)
            if request.by_date:
                day = hit["sort"][0]
                yield (day if request.by_date == "asc" else -day, -found.page_id), found
            else:
                # Equal hits keep the server's order, so that the next page does not begin with hits of this one.
                yield (tier, -hit["_score"], number), found


def found_by(hit: Json, language: str, tier: int, *, is_synonym_match: bool) -> RankedRow:
    """Return one Elasticsearch hit as a ranked row with its page, translation group, organization and tier."""
    fields = hit["fields"]
    [page_id], [organization], [version] = (
        fields[f"{language}.{name}"] for name in ("page", "organization", "version")
    )
    return RankedRow(page_id, int(fields["key"][0], 16), int(organization), tier, is_synonym_match, version)
