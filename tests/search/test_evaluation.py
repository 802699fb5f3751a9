"""EvaluationEngine runs: retrieval measured on any collection, in an index of its own."""

import json

import pytest
from django.core.management import CommandError, call_command

from catalog.models import CountingRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial(tmp_path):
    def run(documents, queries):
        names = {"documents": tmp_path / "d.jsonl", "queries": tmp_path / "q.jsonl", "output": tmp_path / "r.run"}
        for name, records in (("documents", documents), ("queries", queries)):
            lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
            names[name].write_text("\n".join(lines), encoding="utf-8")
        call_command("search_run", **{name: str(path) for name, path in names.items()})
        return [line.split() for line in names["output"].read_text().splitlines()]

    return run


DOCUMENTS = [
    {"id": "a", "language": "en", "title": "Silk", "text": "Weaving"},
    {"id": "b", "language": "en", "title": "Weaving", "text": "silk silk"},
    {"id": "c", "language": "km", "title": "ត្បាញ", "text": "ស្ត្រីត្បាញសូត្រ"},
]


def test_a_run_ranks_documents(trial):
    before = CountingRow.objects.count()
    queries = [
        {"id": "1", "language": "en", "text": "weave silk"},
        {"id": "2", "language": "km", "text": "ស្រ្តី"},
        {"id": "3", "language": "en", "text": "nothing"},
        {"id": "4", "language": "en", "text": "\"'! 😀"},
    ]
    lines = trial(DOCUMENTS, queries)
    assert {(line[0], line[2]) for line in lines} == {("1", "a"), ("1", "b"), ("2", "c")}
    assert all(len(line) == 6 and line[1] == "Q0" for line in lines)
    first, second = (line for line in lines if line[0] == "1")
    assert (first[3], second[3]) == ("1", "2")
    assert float(first[4]) > float(second[4])
    assert CountingRow.objects.count() == before
    assert trial(DOCUMENTS, queries) == lines


def test_at_most_a_thousand_are_named(trial):
    documents = [{"id": f"d{number}", "language": "en", "title": "silk", "text": ""} for number in range(1100)]
    assert len(trial(documents, [{"id": "1", "language": "en", "text": "silk"}])) == 1000


def test_odd_records_are_taken_as_they_can_be(trial):
    """A byte order mark, null, another language, numbers, an id that comes twice, nothing to look for."""
    documents = [
        "\ufeff" + json.dumps({"id": 7, "language": None, "title": None, "text": "silk"}),
        {"id": "french", "language": "fr", "title": "silk"},
        {"id": "twice", "language": "EN", "title": "silk \ud800", "text": "\0"},
        {"id": "twice", "title": "silk silk"},
        {"id": "bare"},
        "",
    ]
    empty = [{"id": f"empty {text}", "language": "km", "text": text} for text in ("", "  ", None, "?!", "\u200b", "OR")]
    queries = [{"id": 1, "language": None, "text": "silk"}, {"id": 2, "language": "fr", "text": "silk"}, *empty]
    lines = trial(documents, queries)
    for query in ("1", "2"):
        mine = [line for line in lines if line[0] == query]
        assert sorted(line[2] for line in mine) == ["7", "french", "twice"]
        assert [line[3] for line in mine] == ["1", "2", "3"]
    assert {line[0] for line in lines} == {"1", "2"}


@pytest.mark.parametrize("record", ['{"title": "silk"}', '{"id": null}', "[1]", "7"])
def test_what_has_no_id_is_named(trial, record):
    with pytest.raises(CommandError, match="line 1"):
        trial([record], [])


def test_a_broken_record_is_named(trial):
    with pytest.raises(CommandError, match="line 2"):
        trial([DOCUMENTS[0], "{"], [])
