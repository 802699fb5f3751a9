"""The pictures and documents of what is decided: nothing changes behind a page, before or after it is public."""

import pytest
from django.core.exceptions import ValidationError

from assets.models import Image
from assets.services import add_picture, updated_description
from common.refusal import Refusal
from moderation.services import approve, submit
from tests.assets.files import picture_file

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


def test_where_a_picture_lies_and_how_it_is_tagged_may_change(waiting, picture, editor):
    approve(waiting, editor)
    picture.title = "Loom in Bati"
    picture.full_clean()
    picture.save()
    assert Image.objects.get(pk=picture.pk).title == "Loom in Bati"


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
