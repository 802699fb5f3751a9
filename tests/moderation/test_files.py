"""The pictures and documents of what is decided: nothing changes behind a page, before or after it is public."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, Page, PageViewRestriction

from assets.models import Document, Image
from assets.services import add_picture, updated_description
from common.refusal import Refusal
from moderation.comparison.content_hash import former_hash
from moderation.models import Submission, Withdrawal
from moderation.rules.approvals import approval_of
from moderation.services import approve, decide_profile_change, propose_profile, submit
from orgs.models import Organization
from orgs.profile import profile_of
from orgs.status import set_status
from tests.accounts.sign_in_helpers import trust
from tests.assets.files import picture_bytes, picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(organization):
    where = {"title": "Loom", "collection": organization.collection}
    return add_picture(picture_file(), description="A loom", people="none", **where)


@pytest.fixture
def waiting(make_page, organization, officer, picture):
    page = make_page("update", organization, image=picture, owner=officer)
    return submit(page, officer)


def test_a_picture_that_was_changed_while_it_waited_is_not_approved(waiting, picture, editor):
    picture.description = "Something else"
    picture.save()
    with pytest.raises(Refusal, match="changed after it was sent"):
        approve(waiting, editor)


def test_an_untouched_picture_goes_public_with_its_page(waiting, picture, editor):
    approve(waiting, editor)
    assert picture.publicity.exists()


def test_a_public_picture_says_and_shows_for_ever_what_was_approved(waiting, picture, editor):
    approve(waiting, editor)
    picture.description = "Something else"
    with pytest.raises(ValidationError, match="public page shows this file"):
        picture.full_clean()


def test_an_approval_whose_revision_is_gone_approves_no_page_without_one(waiting, editor):
    approve(waiting, editor)
    Submission.objects.filter(pk=waiting.pk).update(revision=None)
    assert approval_of(None) is None


def test_where_a_picture_lies_may_change(waiting, picture, editor):
    approve(waiting, editor)
    picture.collection = Collection.get_first_root_node()
    picture.full_clean()
    picture.save()
    assert Image.objects.get(pk=picture.pk).collection_id == picture.collection_id


OTHERWISE = {
    "title": "Another",
    "description": "Another",
    "credit": "Another",
    "people": "agreed",
    "focal_point_x": 7,
    "focal_point_y": 7,
    "focal_point_width": 7,
    "focal_point_height": 7,
}


def test_all_that_is_shown_has_a_case():
    assert set(Image.SHOWN) - {"file_hash"} == set(OTHERWISE)


@pytest.mark.parametrize("name", [*OTHERWISE, "tags"])
def test_what_is_shown_of_a_picture_is_what_is_approved(name, waiting, picture, editor):
    """Changed while it waits it is not approved; once it is public nobody changes it."""
    change(picture, name)
    with pytest.raises(Refusal, match="changed after it was sent"), transaction.atomic():
        approve(waiting, editor)
    change(picture, name, back=True)
    approve(waiting, editor)
    with pytest.raises((ValidationError, Refusal)), transaction.atomic():
        change(Image.objects.get(pk=picture.pk), name)


def change(picture, name, back=False):
    if name == "tags":
        picture.tags.set([] if back else ["weaving"])
        return
    said = {"title": "Loom", "description": "A loom", "people": "none", "credit": ""}
    setattr(picture, name, said.get(name) if back else OTHERWISE[name])
    picture.save()


def test_a_document_is_approved_with_its_title_and_tags(organization, officer, editor, make_page):
    content = ContentFile(b"%PDF-1.4 report", name="report.pdf")
    document = Document.objects.create(title="Report", file=content, collection=organization.collection)
    page = make_page("publication", organization, document=document, owner=officer)
    submission = submit(page, officer)
    document.tags.add("weaving")
    with pytest.raises(Refusal, match="changed after it was sent"), transaction.atomic():
        approve(submission, editor)
    document.tags.clear()
    approve(submission, editor)
    document.title = "Another"
    with pytest.raises(ValidationError), transaction.atomic():
        document.save()
    for tag in (lambda: document.tags.add("weaving"), lambda: document.tags.set(["weaving"])):
        with pytest.raises(Refusal), transaction.atomic():
            tag()


def close(how, page, organization, editor):
    """Take a live page from the public for a while; give what lets it be seen again."""
    if how == "moved":
        return lambda: page.specific.move(page.get_parent(), pos="first-child")
    if how in ("hidden", "suspended"):
        status = "suspended" if how == "suspended" else "active"
        set_status(organization, status=status, is_hidden=True, by=editor, reason="So.")
        return lambda: set_status(organization, status="active", is_hidden=False, by=editor, reason="So.")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return restriction.delete


@pytest.mark.parametrize("how", ["hidden", "suspended", "restricted"])
def test_what_a_closed_page_shows_is_held_fast(how, waiting, picture, editor, organization, client, drain):
    approve(waiting, editor)
    drain()
    page = Page.objects.get(pk=waiting.page_id)
    open_again = close(how, page, organization, editor)
    drain()
    assert client.get(picture.file.url).status_code == 404
    for name in [*OTHERWISE, "tags"]:
        with pytest.raises((ValidationError, Refusal)), transaction.atomic():
            change(Image.objects.get(pk=picture.pk), name)
    other = updated_description(Image.objects.get(pk=picture.pk), description="Another")
    assert other.pk != picture.pk
    open_again()
    drain()
    assert client.get(picture.file.url).status_code == 200


@pytest.mark.parametrize("how", ["hidden", "suspended", "restricted", "moved"])
def test_what_opens_again_is_compared_with_what_was_approved(
    how, waiting, picture, editor, organization, client, drain
):
    """Past every rule, as only a program could: the page is taken from the public, and its record says why."""
    approve(waiting, editor)
    drain()
    page = Page.objects.get(pk=waiting.page_id)
    open_again = close(how, page, organization, editor)
    drain()
    Image.objects.filter(pk=picture.pk).update(description="Something nobody approved")
    open_again()
    drain()
    assert not Page.objects.get(pk=page.pk).live
    assert client.get(picture.file.url).status_code == 404
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.is_takedown, withdrawal.created_by) == (False, None)
    assert "had changed since the approval" in withdrawal.reason


def test_what_opens_again_as_it_was_approved_stays(waiting, editor, organization, drain, make_page):
    approve(waiting, editor)
    by_program = make_page("update", organization, live=True)
    close("hidden", Page.objects.get(pk=waiting.page_id), organization, editor)()
    drain()
    assert set(Page.objects.filter(pk__in=[waiting.page_id, by_program.pk]).values_list("live", flat=True)) == {True}


CONTENT = {
    "update": {},
    "article": {"body": '[{"type": "paragraph", "value": "<p>Looms</p>"}]'},
    "event": {"programme": '[{"type": "item", "value": {"time": "09:00:00", "what": "Looms"}}]'},
    "publication": {"findings": "<p>Looms</p>", "issued_on": "2026-03-01"},
}


@pytest.mark.parametrize("kind", CONTENT)
def test_autosave_over_the_public_revision_closes_no_page(
    kind, picture, officer, editor, organization, make_page, drain
):
    """A page opens again with what its row says, whatever somebody began to write in its revision since."""
    field = "cover" if kind == "publication" else "image"
    end = timezone.now() + timedelta(days=90, microseconds=7)
    content = CONTENT[kind] | {field: picture, "expire_at": end}
    page = make_page(kind, organization, owner=officer, **content)
    approve(submit(page, officer), editor)
    revision = page.get_latest_revision()
    assert revision == Page.objects.get(pk=page.pk).live_revision
    latest = revision.as_object()
    latest.title = latest.summary = "What nobody has approved yet"
    latest.save_revision(user=officer, overwrite_revision=revision)
    organization.save()
    drain()
    assert Page.objects.get(pk=page.pk).live
    Image.objects.filter(pk=picture.pk).update(description="Something nobody approved")
    organization.save()
    drain()
    assert not Page.objects.get(pk=page.pk).live


def test_a_page_that_becomes_public_while_its_organization_is_hidden_holds_its_files(
    waiting, picture, editor, organization, client, drain
):
    set_status(organization, status="active", is_hidden=True, by=editor, reason="So.")
    approve(waiting, editor)
    drain()
    assert client.get(picture.file.url).status_code == 404
    with pytest.raises(ValidationError), transaction.atomic():
        change(Image.objects.get(pk=picture.pk), "description")


# Logos


def test_a_proposed_logo_is_held_fast_until_it_is_decided(organization, manager, editor):
    said = {name: value for name, value in profile_of(organization).items() if name != "logo"}
    proposed = propose_profile(organization, said, by=manager, logo=picture_file())
    logo = Image.objects.get(pk=proposed.after["logo"])
    for name in [*OTHERWISE, "tags"]:
        with pytest.raises((ValidationError, Refusal)), transaction.atomic():
            change(Image.objects.get(pk=logo.pk), name)
    decide_profile_change(proposed, editor, accept=False, reason="It is another's.")
    change(Image.objects.get(pk=logo.pk), "title")


def test_the_logo_is_held_fast_and_so_is_the_one_that_an_editor_may_go_back_to(organization, manager, editor):
    trust(organization)
    said = {name: value for name, value in profile_of(organization).items() if name != "logo"}
    first = propose_profile(organization, said, by=manager, logo=picture_file())
    decide_profile_change(first, editor, accept=True)
    second = propose_profile(organization, said, by=manager, logo=picture_file(content=picture_bytes(size=(50, 50))))
    assert second.is_public
    for change_ in (first, second):
        with pytest.raises(ValidationError), transaction.atomic():
            change(Image.objects.get(pk=change_.after["logo"]), "description")
    decide_profile_change(second, editor, accept=False, reason="It is another's.")
    organization.refresh_from_db()
    assert organization.logo_id == first.after["logo"]
    assert organization.logo.description == organization.name_en


def test_the_logo_is_held_fast_though_no_home_is_public(organization, picture):
    """It is shown wherever the organization is named, and comes back with its home."""
    Organization.objects.filter(pk=organization.pk).update(logo=picture)
    with pytest.raises(ValidationError), transaction.atomic():
        change(picture, "description")


def test_what_was_approved_before_more_was_compared_stays_approved(waiting, picture, editor, organization, drain):
    """Fingerprints of then hold less of a picture: bytes, alternative text and source."""
    waiting.content_hash = former_hash(waiting.revision)
    waiting.save()
    approve(waiting, editor)
    page = Page.objects.get(pk=waiting.page_id)
    assert page.live
    close("hidden", page, organization, editor)()
    drain()
    assert Page.objects.get(pk=page.pk).live
    Image.objects.filter(pk=picture.pk).update(description="Something nobody approved")
    close("hidden", page, organization, editor)()
    drain()
    assert not Page.objects.get(pk=page.pk).live


# Every door of Wagtail's


def test_no_screen_changes_what_was_approved(waiting, picture, editor, officer, client, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]
    approve(waiting, editor)
    before = {name: getattr(picture, name) for name in Image.SHOWN}
    for person in (officer, editor):
        client.force_login(person)
        posted = OTHERWISE | {"collection": picture.collection_id, "tags": "weaving"}
        client.post(reverse("wagtailimages:edit", args=[picture.pk]), posted)
        client.post(
            reverse("wagtailimages:edit_multiple", args=[picture.pk]),
            {f"image-{picture.pk}-{name}": value for name, value in posted.items()},
        )
        client.post(
            reverse("wagtail_bulk_action", args=["assets", "image", "add_tags"]) + f"?id={picture.pk}",
            {"tags": "weaving"},
        )
    picture.refresh_from_db()
    assert {name: getattr(picture, name) for name in Image.SHOWN} == before
    assert not picture.tags.exists()


def test_other_words_take_all_else_along(waiting, picture, editor, officer):
    picture.tags.add("weaving")
    picture.focal_point_x = picture.focal_point_y = picture.focal_point_width = picture.focal_point_height = 9
    picture.credit = "Sokha"
    picture.save()
    page = waiting.page.specific
    Submission.objects.all().delete()
    page.save_revision(user=officer).publish()
    other = updated_description(Image.objects.get(pk=picture.pk), user=officer, description="A new loom")
    assert (other.credit, other.focal_point_x, other.people, other.title) == ("Sokha", 9, "none", "Loom")
    assert list(other.tags.values_list("name", flat=True)) == ["weaving"]


def test_other_words_for_a_public_picture_make_a_copy(waiting, picture, editor, officer):
    approve(waiting, editor)
    other = updated_description(picture, user=officer, description="A new loom")
    assert other.pk != picture.pk
    assert other.collection == picture.collection
    picture.refresh_from_db()
    assert picture.description == "A loom"


def test_other_words_for_a_private_picture_need_none(picture):
    same = updated_description(picture, description="A new loom")
    assert same.pk == picture.pk
    picture.refresh_from_db()
    assert picture.description == "A new loom"
