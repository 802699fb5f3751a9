"""The API gives the public recommendations with their states and steps."""

from tests.outcomes.conftest import recommended, step
from tests.queries import queries_of

ADDRESS = "/api/v1/recommendations"


def test_it_gives_what_the_tracker_shows(client, make_recommending, ministry, senate):
    page = make_recommending(
        "event",
        recommended("Open the forms", ministry, step("sent", 30), step("answered", 2, note="A letter came.")),
        recommended("Print the lists", senate, step("sent", 12)),
    )
    every = client.get(ADDRESS).json()
    assert every["total"] == 2
    one = client.get(ADDRESS, {"institution": "senate", "status": "waiting", "language": "km"}).json()
    [found] = one["results"]
    assert found["institution_name"] == senate.name_km and found["days_without_answer"] == 12
    assert found["url"] == f"http://testserver{page.url}#recommendation-2"
    assert len(queries_of(client, ADDRESS)) <= 6


def test_wrong_parameters_are_refused(client, db):
    assert client.get(ADDRESS, {"status": "lost"}).status_code == 400
    assert client.get(ADDRESS, {"page_size": 1000}).status_code == 400
