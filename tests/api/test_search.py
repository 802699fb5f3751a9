import pytest

from api.schemas import SearchAnswer
from catalog.terms import places, topics
from search.engines.database import engine as database
from search.engines.database import time_limit
from tests.entries import make_entries

NAMES = {
    "id",
    "type",
    "language",
    "title",
    "summary",
    "url",
    "translations",
    "organization",
    "published_at",
    "topics",
    "places",
    "highlight",
    "related",
    "is_stale",
}


def search(client, query=""):
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 200, response.content
    assert response["Content-Type"].startswith("application/json")
    return response.json()


@pytest.fixture
def silk(organization):
    [english] = make_entries(
        organization,
        1,
        title="Silk from Takeo",
        text="Weavers agree one price.",
        topics=[topics.by_slug("talent")],
        places=[places.by_slug("takeo")],
    )
    [khmer] = make_entries(
        organization,
        1,
        language="km",
        title="សូត្រតាកែវ",
        translation_key=english.translation_key,
        topics=[topics.by_slug("talent")],
        places=[places.by_slug("takeo")],
    )
    return english, khmer


def test_answer_has_the_shape_that_others_rely_on(client, silk):
    english, khmer = silk
    answer = search(client, "q=silk&language=en&type=article")

    assert set(answer) == {"total", "page", "page_size", "engine", "results", "facets", "suggestion", "cut"}
    assert (answer["total"], answer["page"]) == (1, 1)
    [result] = answer["results"]
    assert set(result) == NAMES
    assert result["id"] == english.pk
    assert result["url"] == f"http://testserver{english.url}"
    assert result["organization"] == {"slug": "silk-weavers", "name": "Silk Weavers"}
    assert result["translations"] == [{"language": "km", "url": f"http://testserver{khmer.url}", "is_stale": False}]
    assert (result["topics"], result["places"]) == (["talent"], ["takeo"])
    assert result["title"] == "Silk from Takeo"
    assert result["highlight"] == "<mark>Silk</mark> from Takeo"
    SearchAnswer.model_validate(answer)
    for values in answer["facets"].values():
        for value in values:
            assert set(value) == {"value", "label", "count"}
            assert isinstance(value["value"], str)


def test_readers_language_comes_first_where_none_is_asked_for(client, silk):
    english, khmer = silk
    response = client.get("/api/v1/search?topic=talent", headers={"Accept-Language": "km"}).json()

    assert [result["id"] for result in response["results"]] == [khmer.pk]
    assert search(client, "topic=talent")["results"][0]["id"] == english.pk


def test_names_come_in_the_language_that_was_asked_for(client, silk):
    answer = search(client, "language=km&topic=talent")

    assert answer["results"][0]["organization"]["name"] == "សមាគមអ្នកត្បាញសូត្រ"
    assert {value["label"] for value in answer["facets"]["topic"]} == {"ទេពកោសល្យ"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # With the organization's own home.
        ("organization=silk-weavers", 4),
        ("organization=law-circle", 2),
        ("organization=nobody", 0),
        ("type=event", 1),
        ("topic=law", 1),
        ("place=takeo", 1),
        ("from=2035-01-01", 0),
        ("to=1990-12-31", 0),
        ("from=2035", 0),
        ("to=1990", 0),
        ("from=2000&to=2035&type=article", 3),
        ("order=newest&type=article", 3),
        ("q=&type=article", 3),
        ("from=&to=&topic=&type=article", 3),
    ],
)
def test_each_parameter_narrows(client, silk, organization, other_organization, query, found):
    make_entries(organization, 1, type="event", title="Forum")
    make_entries(organization, 1, title="Law", topics=[topics.by_slug("law")])
    make_entries(other_organization, 1, title="Circle")

    assert search(client, query)["total"] == found


@pytest.mark.parametrize(
    "query",
    [
        "type=nonsense",
        "from=yesterday",
        "from=0202",
        "to=2626-01-01",
        "from=1989-12-31",
        "to=12/25/2026",
        "page=0",
        "page=x",
        "order=best",
        "to=20261",
        "from=86400",
        "topic=%00",
        "language=fr",
    ],
)
def test_bad_parameters_are_told_which_and_why(client, portal, query):
    response = client.get(f"/api/v1/search?{query}")

    assert response.status_code == 400
    [problem] = response.json()["detail"]
    assert problem["parameter"] == query.partition("=")[0]
    assert problem["problem"]


@pytest.mark.parametrize(
    "text", ["%22", '"a', "a OR b AND NOT *", "(((", "%00%01", "   ", "😀", "%E1%9E%80" * 900, "a" * 5000, "NEAR(a b)"]
)
def test_no_text_is_an_error(client, silk, text):
    search(client, f"q={text}")


def test_a_query_that_was_cut_says_so(client, silk):
    assert search(client, "q=silk")["cut"] is False
    assert search(client, "q=" + " ".join(f"word{number}" for number in range(13)))["cut"] is True


def test_hidden_organizations_are_not_found(client, silk, organization):
    organization.is_hidden = True
    organization.save()

    answer = search(client, "q=silk")

    assert (answer["total"], answer["results"]) == (0, [])
    assert "silk-weavers" not in str(answer["facets"])


def test_what_is_found_by_other_words_is_marked(client, organization):
    make_entries(organization, 1, title="Domestic violence")
    make_entries(organization, 1, title="អំពើហិង្សាក្នុងគ្រួសារ", language="km")

    answer = search(client, "q=domestic violence&type=article")

    assert [(result["language"], result["related"]) for result in answer["results"]] == [("en", False), ("km", True)]


def test_a_search_that_takes_too_long_is_told(client, silk, monkeypatch):
    monkeypatch.setattr(database, "MAX_SECONDS", -1.0)
    monkeypatch.setattr(time_limit, "INSTRUCTIONS", 1)

    response = client.get("/api/v1/search?q=silk")

    assert response.status_code == 400
    assert "too long" in response.json()["detail"]
