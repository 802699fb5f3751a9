"""Privacy, terms, rules of publishing and who runs the portal: pages that are there from the first day."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from django.utils.safestring import mark_safe
from wagtail.models import Site

from catalog.models import CatalogEntry
from home.models import LISTS_OF_PORTAL, OperatorDetails, StandardPage
from home.placeholders.filling import KNOWN, fill, placeholders_in
from home.programme_pages import lay_programme_pages, unfilled_placeholders
from home.programme_pages.texts import SLUGS, page_texts
from mail.composer import compose
from outbox.models import Event
from tests.accounts.sign_in_helpers import sign_in
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "km")
FILLED = {
    "name_en": "Open & Free", "name_km": "អង្គការបើកចំហ", "address_en": "Street 1", "address_km": "ផ្លូវ ១",
    "person_en": "The coordinator", "person_km": "អ្នកសម្របសម្រួល", "country_en": "Cambodia", "country_km": "កម្ពុជា",
    "telephone": "023 000 000", "email": "office@neary.example.org",
}  # fmt: skip


@pytest.fixture
def pages(programme_pages):
    return programme_pages


def words(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u200b", "").split())


def test_the_command_lays_each_page_in_both_languages_once(client, portal, drain):
    for _time in range(2):
        call_command("set_up_portal")
        drain()
        assert StandardPage.objects.live().count() == len(SLUGS) * len(LANGUAGES)
    for slug in SLUGS:
        keys = set(StandardPage.objects.filter(slug=slug).values_list("translation_key", flat=True))
        assert len(keys) == 1, slug
        for language in LANGUAGES:
            other = "km" if language == "en" else "en"
            shown = words(client, f"/{language}/{slug}/")
            assert page_texts(slug)[language].title in shown
            assert f'href="/{other}/{slug}/"' in shown


def test_the_command_gives_a_portal_that_moved_its_new_address(portal, settings):
    addresses = {"https://neary.example.org": ("neary.example.org", 443), "http://localhost:8001": ("localhost", 8001)}
    for address, expected in addresses.items():
        settings.WAGTAILADMIN_BASE_URL = address
        call_command("set_up_portal")
        site = Site.objects.get(is_default_site=True)
        assert (site.hostname, site.port) == expected


def test_nothing_that_stands_is_overwritten(portal, pages):
    """Neither an edited page, nor one that was taken back, nor one that an editor wrote before there were any."""
    edited, taken_back, own = pages[0], pages[1], pages[2]
    edited.title = "Ours"
    edited.save_revision().publish()
    taken_back.unpublish()
    StandardPage.objects.get(pk=own.pk).delete()
    front = portal[own.locale.language_code]
    written = front.add_child(instance=StandardPage(title="Written", slug=own.slug, locale=front.locale, live=False))
    assert lay_programme_pages() == []
    edited.refresh_from_db(), taken_back.refresh_from_db(), written.refresh_from_db()
    assert (edited.title, taken_back.live, written.title, written.live) == ("Ours", False, "Written", False)


def test_what_is_missing_in_one_language_is_added_as_the_other_of_what_stands(portal, pages):
    gone = StandardPage.objects.get(slug="privacy", locale=portal["km"].locale)
    key = gone.translation_key
    gone.delete()
    (laid,) = lay_programme_pages()
    assert (laid.slug, laid.locale, laid.translation_key) == ("privacy", portal["km"].locale, key)


def test_they_are_no_news(client, portal, pages):
    assert CatalogEntry.objects.filter(url__in=[f"/en/{slug}/" for slug in SLUGS]).count() == len(SLUGS)
    assert not CatalogEntry.objects.listed().filter(pk__in=[page.pk for page in pages]).exists()
    assert "Privacy" not in words(client, "/en/activity/").partition("<footer")[0]
    assert not Event.objects.dead().exists()


@pytest.mark.parametrize("slug", SLUGS)
def test_their_addresses_are_taken_by_nothing_else(portal, pages, slug):
    assert resolve(f"/en/{slug}/").url_name == "page"
    assert slug not in LISTS_OF_PORTAL
    front = portal["en"]
    with pytest.raises(ValidationError):
        front.add_child(instance=StandardPage(title="Another", slug=slug, locale=front.locale))
    # Its short form has no field for it, so nobody moves such a page to another address by chance.
    assert "slug" not in StandardPage.get_edit_handler().get_form_class().base_fields


def test_every_foot_leads_to_those_that_are_public_without_a_query(client, portal, pages):
    foot = words(client, "/en/help/").partition("<footer")[2]
    assert re.findall(r'href="/en/([a-z-]+)/"', foot.partition('class="rules"')[2]) == list(SLUGS)
    before = len(queries_of(client, "/en/help/"))
    for page in pages:
        page.unpublish()
    assert 'class="rules"' not in words(client, "/en/help/")
    assert len(queries_of(client, "/en/help/")) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_gap_is_told_in_plain_words(client, portal, pages, language):
    for slug in SLUGS:
        shown = words(client, f"/{language}/{slug}/")
        assert "[[" not in shown and "]]" not in shown
    told = {"en": "(to be filled in by the operator: telephone)", "km": "(អ្នកដំណើរការត្រូវបំពេញ៖ ទូរស័ព្ទ)"}
    assert told[language] in words(client, f"/{language}/imprint/")


def test_gaps_are_listed_until_the_operator_has_said_who_she_is(client, pages):
    gaps = unfilled_placeholders()
    assert ("Who runs Neary", "en", "telephone") in gaps
    assert ("ឯកជនភាព", "km", "contact address") in gaps
    assert {name for _title, _language, name in gaps} == set(KNOWN)
    details = OperatorDetails.objects.create(**FILLED)
    assert unfilled_placeholders() == []
    details.person_km = " "
    details.save()
    assert unfilled_placeholders() == [("អ្នកដំណើរការនារី", "km", "person answerable")]


def test_every_page_says_what_was_filled_in_at_once(client, pages):
    assert "to be filled in" in words(client, "/en/privacy/")
    details = OperatorDetails.objects.create(**FILLED)
    shown = words(client, "/en/privacy/")
    assert "to be filled in" not in shown and "Open &amp; Free answers" in shown
    assert '<a href="mailto:office@neary.example.org">office@neary.example.org</a>' in shown
    details.name_en = "Another"
    details.save()
    for slug in ("privacy", "terms", "imprint"):
        assert "Another" in words(client, f"/en/{slug}/")


def test_what_somebody_invents_is_a_gap_too(client, portal, pages):
    page = StandardPage.objects.get(slug="terms", locale=portal["en"].locale)
    page.summary = "Ask [[our lawyer]]."
    page.save_revision().publish()
    assert "Ask <b>(to be filled in by the operator: our lawyer)</b>." in words(client, "/en/terms/")
    assert ("Terms of use", "en", "our lawyer") in unfilled_placeholders()


def test_lists_and_search_show_no_brackets(pages):
    for text, summary in CatalogEntry.objects.filter(pk__in=[page.pk for page in pages]).values_list("text", "summary"):
        assert "[[" not in text + summary


def test_what_is_put_in_breaks_no_markup(pages):
    OperatorDetails.objects.create(**FILLED | {"name_en": '<script>"'})
    assert fill("a [[name of the operator]]<b", "en") == "a &lt;script&gt;&quot;&lt;b"
    assert fill("[[telephone]", "en") == "[[telephone]"
    attribute = '<a title="[[telephone]]">x</a>'
    assert fill(mark_safe(attribute), "en") == attribute


@pytest.mark.parametrize("slug", SLUGS)
def test_both_languages_name_the_same_of_the_operator(slug):
    english, khmer = (page_texts(slug)[language] for language in LANGUAGES)
    assert sorted(placeholders_in(english.body)) == sorted(placeholders_in(khmer.body))
    assert set(placeholders_in(english.body)) <= set(KNOWN)
    # The same parts: as many headings and lists.
    for part in ('"heading"', "<ul>", "<li>", "<a "):
        assert english.body.count(part) == khmer.body.count(part), part


def test_such_a_page_asks_little(client, pages):
    assert len(queries_of(client, "/en/privacy/")) <= 8


def test_administrators_fill_it_in_and_members_find_no_such_page(pages, administrator, manager):
    url = "/admin/settings/home/operatordetails/"
    client = Client()
    sign_in(client, manager)
    assert client.get(url, follow=True).status_code == 404
    client = Client()
    sign_in(client, administrator)
    response = client.get(url, follow=True)
    assert response.status_code == 200
    assert client.post(response.redirect_chain[-1][0], FILLED).status_code == 302
    assert unfilled_placeholders() == []


FORMS = ("follow/?organization=silk-weavers", "join/", "report/{page}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_that_take_an_address_say_what_happens_with_it(client, pages, make_page, organization, drain, language):
    page = make_page("article", organization, language, live=True)
    drain()
    for form in FORMS:
        address = f"/{language}/{form.format(page=page.pk)}"
        main = words(client, address).partition("<main")[2].partition("</main>")[0]
        assert f'href="/{language}/privacy/"' in main, address


def test_people_at_work_find_the_rules_without_a_query(pages, manager):
    client = Client()
    sign_in(client, manager)
    asked = queries_of(client, "/workspace/people/")
    shown = words(client, "/workspace/people/")
    language = manager.language
    assert shown.count(f'href="/{language}/privacy/"') == 2 and f'href="/{language}/terms/"' in shown
    for page in pages:
        page.unpublish()
    assert len(queries_of(client, "/workspace/people/")) == len(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_mails_to_who_has_no_account_lead_to_the_page_on_privacy(language):
    template, context = "orgs/mail/invitation", {"link": "x", "until": timezone.now(), "organization": "A", "by": "B"}
    mail = compose(template, language, context)
    assert f"/{language}/privacy/\n" in mail.text
    assert f'/{language}/privacy/"' in (mail.html or "")
