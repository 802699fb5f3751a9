from xml.etree import ElementTree

from tests.entries import make_entries

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(response):
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return [element.text for element in ElementTree.fromstring(response.content).iterfind(".//s:loc", NAMESPACE)]


def test_index_leads_to_every_public_page_and_list(client, organization, other_organization):
    [entry] = make_entries(organization, 1)
    [hidden] = make_entries(other_organization, 1)
    other_organization.is_hidden = True
    other_organization.save()

    parts = locations(client.get("/sitemap.xml"))
    pages = [place for part in parts for place in locations(client.get(part))]

    assert f"http://testserver{entry.url}" in pages
    assert f"http://testserver{hidden.url}" not in pages
    assert {"http://testserver/en/", "http://testserver/km/topics/"} <= set(pages)
    assert len(pages) == len(set(pages))


def test_robots_are_shown_the_way(client, db):
    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text
