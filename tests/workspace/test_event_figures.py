"""The figures of an event in full: for its organization alone, with the button that closes the event."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import HelpPanel

from events.models import CheckIn, Participants, Series
from tests.events.registrations import make_gathering, make_registration
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(make_page, organization):
    start = timezone.now() - timedelta(days=1)
    page = make_page("event", organization, starts_at=start, ends_at=start + timedelta(hours=6))
    page.participants = [Participants(kind="ngo", women=4, men=1)]
    page.save_revision()
    return page


@pytest.fixture
def gathering(page, organization):
    gathering = make_gathering(organization, page.translation_key)
    for sex in ("woman", "woman", "another"):
        person = make_registration(gathering, sex=sex, organization_kind="court", age_band="60+")
        CheckIn.objects.create(registration=person, day=timezone.localdate(), at=timezone.now())
    return gathering


def address(page):
    return reverse("workspace:event-figures", args=[page.pk])


def test_the_organization_sees_typed_figures_in_full(client, page, officer):
    client.force_login(officer)
    context = client.get(address(page)).context
    assert (context["source"], context["all"], context["gathering"]) == ("typed", (4, 1, 0, 0), None)
    assert client.post(address(page)).status_code == 404


def test_an_officer_closes_the_event_and_sees_what_was_counted(client, page, gathering, officer):
    client.force_login(officer)
    before = client.get(address(page))
    assert (before.context["source"], before.context["all"]) == ("checked-in", (2, 0, 1, 0))
    assert "Close the event" in before.content.decode()

    after = client.post(address(page), follow=True)

    html = after.content.decode()
    assert (after.context["source"], after.context["all"]) == ("counted", (2, 0, 1, 0))
    assert "3 people were counted" in html and "Close the event and send" not in html
    assert set(after.context["tables"]) == {"kind", "age"}
    assert "already" in client.post(address(page), follow=True).content.decode()


def test_others_see_nothing(client, page, gathering, other_officer):
    client.force_login(other_officer)
    assert [client.get(address(page)).status_code, client.post(address(page)).status_code] == [404, 404]
    gathering.refresh_from_db()
    assert gathering.closed_at is None


def test_the_full_editor_shows_counted_rows_and_takes_none(client, rf, page, gathering, officer):
    client.force_login(officer)
    client.post(address(page))
    page.refresh_from_db()
    form = page.get_edit_handler().get_form_class()(instance=page.get_latest_revision_as_object(), for_user=officer)
    assert "participants" not in form.formsets
    request = rf.get("/")
    request.user = officer
    panel = page.get_edit_handler().get_bound_panel(instance=form.instance, request=request, form=form)
    shown = next(each for each in panels_below(panel) if isinstance(each.panel, HelpPanel))
    assert "Nobody can change these numbers" in shown.render_html({"request": request})


def panels_below(panel):
    yield panel
    for child in getattr(panel, "children", ()):
        yield from panels_below(child)


def test_its_queries_do_not_grow_with_people(client, page, gathering, officer):
    client.force_login(officer)
    assert len(queries_of(client, address(page))) <= 16


def test_an_editor_releases_the_figures_of_a_series(sign_in, make_page, organization, editor):
    series = Series.objects.create(slug="forum", name_en="Forum", name_km="វេទិកា")
    start = timezone.now() - timedelta(days=400)
    page = make_page(
        "event", organization, live=True, series=series, starts_at=start, ends_at=start + timedelta(hours=6)
    )
    Participants.objects.create(event=page, kind="ngo", women=20, men=10)
    client = sign_in(editor)
    address = reverse("workspace:series-figures")
    assert [row["waiting"] for row in client.get(address).context["rows"]] == [[timezone.localtime(start).year]]

    response = client.post(address, {"series": series.pk, "year": timezone.localtime(start).year}, follow=True)

    assert "is public" in response.content.decode()
    assert series.releases.get().released_by == editor
    assert client.post(address, {"series": "x", "year": "y"}).status_code == 404
