"""Search terms are kept by editors, and by nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.sign_in_helpers import sign_in
from vocabulary.models import SearchTerm

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_vocabulary_searchterm:add"
LIST = "wagtailsnippets_vocabulary_searchterm:list"
TERM = {"text_en": "moto taxi", "text_km": "ម៉ូតូឌុប", "synonyms": "motodop"}


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_editors_keep_the_list(request, add, find, who):
    client = Client()
    sign_in(client, request.getfixturevalue(who))
    assert "Search terms" in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(reverse(LIST), {"q": "domestic"}).status_code == 200
    assert client.post(reverse(ADD), TERM).status_code == 302
    add("ម៉ូតូឌុប", language="km")
    assert find("motodop").total == 1
    term = SearchTerm.objects.get(text_en="moto taxi")
    assert client.post(reverse("wagtailsnippets_vocabulary_searchterm:delete", args=[term.pk])).status_code == 302
    assert find("motodop").total == 0


@pytest.mark.parametrize("who", ["officer", "manager"])
def test_members_do_not(request, portal, who):
    client = Client()
    sign_in(client, request.getfixturevalue(who))
    assert "Search terms" not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(reverse(LIST)).status_code == 404
    assert client.post(reverse(ADD), TERM).status_code == 404
    assert not SearchTerm.objects.filter(text_en="moto taxi").exists()
