"""Quality of search, measured as `manage.py search_run` does, against whole words."""

import json
from statistics import mean

import pytest
from django.core.management import call_command

from search.query.text import index_text, parse
from tests.search.corpus import VARIANTS, Question, documents, questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Documents and questions in, the ids that were found out: best first, by question."""

    def measure(collection, asked):
        names = {name: tmp_path / name for name in ("documents", "queries", "output")}
        for name, items in (("documents", collection), ("queries", asked)):
            lines = (json.dumps(item.record, ensure_ascii=False) for item in items)
            names[name].write_text("\n".join(lines), encoding="utf-8")
        call_command("search_run", **{name: str(path) for name, path in names.items()})
        found = {question.id: [] for question in asked}
        for line in names["output"].read_text().splitlines():
            question, _q0, document, *_ = line.split()
            found[question].append(document)
        return found

    return measure


def average_precision(found, relevant):
    seen, total = 0, 0.0
    for rank, document in enumerate(found, 1):
        if document in relevant:
            seen += 1
            total += seen / rank
    return total / len(relevant)


def test_a_judged_collection_is_found(run, capsys):
    collection = documents()
    asked = [question for question in questions(collection) if question.relevant]
    found = run(collection, asked)
    hits = {question.id: question.relevant.intersection(found[question.id]) for question in asked}
    recall = mean(len(hits[each.id]) / len(each.relevant) for each in asked)
    precision = mean(len(hits[each.id]) / len(found[each.id]) if found[each.id] else 1.0 for each in asked)
    map_ = mean(average_precision(found[each.id], each.relevant) for each in asked)
    with capsys.disabled():
        print(f"\n{len(collection)} documents, {len(asked)} questions: recall {recall:.4f}, precision {precision:.4f}, "
              f"mean average precision {map_:.4f}")  # fmt: skip
    assert len(collection) == 600
    assert len(asked) > 250
    assert recall >= 0.99
    assert precision >= 0.93
    assert map_ >= 0.95


def test_every_engine_finds_what_the_rule_says(run):
    """Exactly the documents in which each part is a phrase: so all engines find the same."""
    collection = documents()
    asked = questions(collection)
    held = {
        document.id: [f" {' '.join(index_text(document.record[name]).tokens)} " for name in ("title", "text")]
        for document in collection
    }
    found = run(collection, asked)
    for question in asked:
        phrases = [f" {' '.join(part.tokens)} " for part in parse(question.text).parts]
        expected = {
            document for document, texts in held.items() if all(any(one in text for text in texts) for one in phrases)
        }
        assert set(found[question.id]) == expected, question.text


def test_each_variant_finds_exactly_what_the_right_spelling_does(run):
    collection = documents()
    asked = [
        Question(f"{name}/{side}".replace(" ", "-"), "km", typed, [])
        for name, spellings in VARIANTS.items()
        for side, typed in enumerate(spellings)
    ]
    found = run(collection, asked)
    for name in VARIANTS:
        right, other = (found[f"{name}/{side}".replace(" ", "-")] for side in (0, 1))
        assert right, name
        assert right == other, name


def test_documents_in_another_spelling_are_found_as_well(run):
    collection = documents(60)
    for document in collection:
        for right, other in VARIANTS.values():
            document.sentences = [sentence.replace(right, other) for sentence in document.sentences]
    plain = documents(60)
    asked = [question for question in questions(plain) if question.relevant]
    assert {key: set(ids) for key, ids in run(plain, asked).items()} == {
        key: set(ids) for key, ids in run(collection, asked).items()
    }
