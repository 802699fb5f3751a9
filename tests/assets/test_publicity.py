"""Files are the public's while a page shows them to the public, and nobody else's but their organization's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, PageViewRestriction

from assets.models import Document, FilePublicity, Image
from assets.services import add_picture
from orgs.models import Organization
from orgs.pages.file_publicity import publish_files_of
from tests.accounts.sign_in_helpers import sign_in
from tests.assets import files

pytestmark = pytest.mark.django_db


def add_image(organization: Organization | None, title: str = "A photo") -> Image:
    collection = organization.collection if organization else Collection.get_first_root_node()
    return add_picture(
        files.picture_file(content=files.picture_bytes(size=(300, 200))), title=title, collection=collection
    )


def add_document(organization: Organization) -> Document:
    content = ContentFile(files.pdf_bytes(2), name="report.pdf")
    return Document.objects.create(title="របាយការណ៍ 2026", file=content, collection=organization.collection)


def body_with(image: Image, document: Document, linked: Document) -> list[dict[str, Any]]:
    link = f'<p><a linktype="document" id="{linked.pk}">the report</a></p>'
    return [
        {"type": "picture", "value": {"image": image.pk, "alt_text": "A loom", "caption": ""}},
        {"type": "document", "value": {"document": document.pk, "title": ""}},
        {"type": "paragraph", "value": link},
    ]


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def addresses(image: Image) -> list[str]:
    return [image.get_rendition("width-100").url, image.file.url]


def test_a_page_takes_all_its_files_to_the_public_and_back(
    client: Client, organization: Organization, make_page: Any
) -> None:
    cover, inside = add_image(organization), add_image(organization)
    paper, linked = add_document(organization), add_document(organization)
    body = body_with(inside, paper, linked)
    page = make_page("article", organization, image=cover, body=body)
    every = [*addresses(cover), *addresses(inside), paper.url, linked.url, paper.file.url]
    assert [status(client, address) for address in every] == [404] * 7
    page.get_latest_revision().publish()
    assert [status(client, address) for address in every] == [200] * 7
    page.refresh_from_db()
    page.unpublish()
    assert [status(client, address) for address in every] == [404] * 7
    assert not FilePublicity.objects.exists()


def test_only_the_live_content_counts(client: Client, organization: Organization, make_page: Any) -> None:
    shown, later = add_image(organization), add_image(organization)
    page = make_page("article", organization, image=shown, live=True)
    page.image = later
    revision = page.save_revision()
    assert [status(client, image.file.url) for image in (shown, later)] == [200, 404]
    revision.publish()
    assert [status(client, image.file.url) for image in (shown, later)] == [404, 200]


def test_a_file_stays_public_while_another_page_shows_it(
    client: Client, organization: Organization, make_page: Any
) -> None:
    image = add_image(organization)
    first, second = (make_page("article", organization, image=image, live=True) for _ in range(2))
    first.unpublish()
    assert status(client, image.file.url) == 200
    second.delete()
    assert status(client, image.file.url) == 404


def test_publishing_opens_no_file_of_another_organization(
    client: Client, organization: Organization, other_organization: Organization, make_page: Any
) -> None:
    foreign, shared = add_image(other_organization), add_image(None)
    paper = add_document(other_organization)
    make_page("article", organization, image=foreign, body=body_with(shared, paper, paper), live=True)
    assert status(client, foreign.file.url) == 404
    assert status(client, paper.url) == 404
    assert status(client, shared.file.url) == 200


def test_the_programme_may_show_everybodys_files(
    client: Client, portal: Any, organization: Organization, make_page: Any
) -> None:
    image = add_image(organization)
    make_page("article", Organization.objects.programme(), image=image, live=True)
    assert status(client, image.file.url) == 200


def test_an_expired_page_shows_nothing_though_it_is_not_swept_yet(
    client: Client, organization: Organization, make_page: Any
) -> None:
    image = add_image(organization)
    page = make_page("article", organization, image=image, live=True)
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert status(client, image.file.url) == 404


def test_a_restricted_page_shows_nothing_until_it_is_open_again(
    client: Client, organization: Organization, make_page: Any, drain: Any
) -> None:
    image = add_image(organization)
    page = make_page("article", organization, image=image, live=True)
    drain()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert status(client, image.file.url) == 404
    page.save_revision().publish()
    assert status(client, image.file.url) == 404
    restriction.delete()
    drain()
    assert status(client, image.file.url) == 200


def test_a_logo_is_public_with_its_organization(
    client: Client, organization: Organization, make_page: Any, drain: Any
) -> None:
    logo, image = add_image(organization), add_image(organization)
    make_page("article", organization, image=image, live=True)
    assert status(client, logo.file.url) == 404
    organization.logo = logo
    organization.save()
    drain()
    both = [logo.file.url, image.file.url]
    assert [status(client, address) for address in both] == [200, 200]
    organization.is_hidden = True
    organization.save()
    assert [status(client, address) for address in both] == [404, 404]


def test_an_organization_that_is_seen_again_gets_its_files_back(
    client: Client, organization: Organization, make_page: Any, drain: Any
) -> None:
    from orgs.receivers import record_organization

    image = add_image(organization)
    make_page("article", organization, image=image, live=True)
    organization.status = Organization.Status.SUSPENDED
    organization.save()
    drain()
    assert status(client, image.file.url) == 404
    organization.status = Organization.Status.ACTIVE
    organization.save()
    record_organization(organization)
    drain()
    assert status(client, image.file.url) == 200


def test_private_files_are_for_their_people_alone(
    client: Client,
    organization: Organization,
    officer: Any,
    manager: Any,
    editor: Any,
    administrator: Any,
    make_member: Any,
    make_user: Any,
    other_organization: Organization,
) -> None:
    image, paper = add_image(organization), add_document(organization)
    every = [*addresses(image), paper.url]
    for person in (officer, manager, editor, administrator):
        sign_in(client, person)
        assert [status(client, address) for address in every] == [200] * 3, person
    for person in (make_member(other_organization, "officer"), make_user("nobody@example.org")):
        sign_in(client, person)
        assert [status(client, address) for address in every] == [404] * 3, person


def test_who_owes_a_second_factor_gets_no_private_file(
    client: Client, organization: Organization, manager: Any
) -> None:
    image = add_image(organization)
    client.force_login(manager)
    assert status(client, image.file.url) == 404


def test_opening_a_page_costs_the_same_with_one_picture_and_with_many(
    organization: Organization, make_page: Any, django_assert_num_queries: Any
) -> None:
    images = [add_image(organization) for _ in range(6)]
    pictures = [{"type": "picture", "value": {"image": image.pk, "alt_text": "A loom"}} for image in images]
    # Which models there are is asked once a process.
    publish_files_of(make_page("article", organization, body=pictures[:1], live=True))
    for body in (pictures[:1], pictures):
        page = make_page("article", organization, body=body)
        page.live = True
        with django_assert_num_queries(11):
            publish_files_of(page)
    assert FilePublicity.objects.count() == 1 + 7
