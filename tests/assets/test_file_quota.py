"""The limits of an organization's files, in number and bytes; whoever meets one is told, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection, UploadedFile

from assets import receivers
from assets.models import Document, FilePublicity, Image
from assets.services import FILE_MODELS, add_picture, updated_description
from blog.models import UpdatePage
from common.refusal import Refusal
from orgs.guard.file_quota import file_use, nearly_full_text
from tests.assets import files
from tests.workspace.conftest import officers, sign_in  # noqa: F401

pytestmark = pytest.mark.django_db

TEXT = "Six looms came from Takeo. We weave every day."
NO_ROOM = "There is no space for another file"


def stored() -> int:
    return sum(model._default_manager.count() for model in FILE_MODELS)


def photo(name: str = "loom.png") -> Any:
    return files.upload(name, files.picture_bytes("PNG"))


@pytest.fixture
def picture(organization: Any) -> Image:
    return add_picture(files.picture_file(), title="A loom", collection=organization.collection, people="none")


@pytest.fixture
def full(settings: Any, picture: Image) -> Image:
    """The organization has as many files as it may."""
    settings.ORGANIZATION_MAX_FILES = 1
    return picture


def test_files_and_bytes_are_counted_by_one_query(
    organization: Any, other_organization: Any, picture: Image, django_assert_num_queries: Any
) -> None:
    for collection in (organization.collection, other_organization.collection, Collection.get_first_root_node()):
        Document.objects.create(
            title="Report", file=ContentFile(files.pdf_bytes(), name="a.pdf"), collection=collection
        )
    with django_assert_num_queries(1):
        use = file_use(organization.collection_id)
    sizes = [model.objects.get(collection=organization.collection).file_size for model in (Image, Document)]
    assert (use.files, use.bytes) == (2, sum(sizes))


@pytest.mark.parametrize("limit", ["ORGANIZATION_MAX_FILES", "ORGANIZATION_MAX_BYTES"])
def test_no_service_and_no_model_stores_more_than_there_is_room_for(
    organization: Any, other_organization: Any, picture: Image, settings: Any, limit: str
) -> None:
    setattr(settings, limit, 1)
    own = organization.collection
    elsewhere = add_picture(files.picture_file(), title="Theirs", collection=Collection.get_first_root_node())
    FilePublicity.objects.create(image=picture, page=organization.homes.first().page)

    def move() -> None:
        elsewhere.collection = own
        elsewhere.save()

    pdf = ContentFile(files.pdf_bytes(), name="a.pdf")
    doors: dict[str, Callable[[], Any]] = {
        "service": lambda: add_picture(files.picture_file(), title="Another", collection=own),
        "model": lambda: Image(title="Another", file=files.picture_file(), collection=own).save(),
        "document": lambda: Document.objects.create(title="Report", file=pdf, collection=own),
        "other words": lambda: updated_description(picture, description="A woman weaves."),
        "moved": move,
    }
    before = stored()
    for name, door in doors.items():
        with pytest.raises(Refusal) as refusal:
            door()
        assert (refusal.value.code, stored()) == ("no_room", before), name
    assert add_picture(files.picture_file(), title="Shared", collection=Collection.get_first_root_node()).pk


def upload_form(**more: Any) -> dict[str, Any]:
    return {"title": "A loom", "tags": "", "people": "none"} | more


@pytest.mark.parametrize("kind", ["image", "document"])
def test_every_upload_of_the_full_editor_is_refused_at_its_field(
    officers: Any,  # noqa: F811
    organization: Any,
    full: Image,
    kind: str,
) -> None:
    name = "loom.png" if kind == "image" else "report.pdf"
    content = files.picture_bytes("PNG") if kind == "image" else files.pdf_bytes()
    plural, own = {"image": ("images", "image"), "document": ("docs", "document")}[kind], organization.collection_id
    space = plural[0]
    chooser = f"{kind}-chooser-upload-"
    posts = {
        f"wagtail{space}:add": upload_form(file=files.upload(name, content), collection=own),
        f"wagtail{space}:add_multiple": upload_form(**{"files[]": files.upload(name, content)}, collection=own),
        f"wagtail{space}_chooser:create": {
            f"{chooser}{key}": value
            for key, value in upload_form(file=files.upload(name, content), collection=own).items()
        },
    }
    for view, post in posts.items():
        response = officers.post(reverse(view), post, headers={"x-requested-with": "XMLHttpRequest"})
        assert (response.status_code, stored()) == (200, 1), view
        assert NO_ROOM in response.content.decode(), view
    assert not UploadedFile.objects.exists()


def filled(action: str, **more: Any) -> dict[str, Any]:
    empty = {"token": str(uuid4()), "topic": "", "place": "", "language": "en", "alt_text": "A loom.", "people": "none"}
    return {"text": TEXT, "action": action} | empty | more


@pytest.mark.parametrize("action", ["draft", "send", "autosave", "check"])
def test_a_short_form_says_it_at_the_photo_and_keeps_the_words(officers: Any, full: Image, action: str) -> None:  # noqa: F811
    response = officers.post(reverse("workspace:new-update"), filled(action, file=photo()))
    content = response.json()["said"] if action == "autosave" else response.content.decode()
    assert NO_ROOM in content
    assert stored() == 1
    if action == "autosave":
        assert response.json()["refused"] == ["file"]
        assert UpdatePage.objects.get().get_latest_revision_as_object().text == TEXT
    else:
        assert TEXT in content


def test_a_form_with_other_faults_and_no_room_keeps_its_words(officers: Any, full: Image) -> None:  # noqa: F811
    content = officers.post(
        reverse("workspace:new-update"), filled("send", file=photo(), language="fr")
    ).content.decode()
    assert NO_ROOM in content
    assert TEXT in content


def test_room_that_goes_in_the_instant_of_saving_is_a_refusal_too(
    officers: Any,  # noqa: F811
    organization: Any,
    full: Image,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another upload came between the question and the answer: by every button the words stay."""
    monkeypatch.setattr("orgs.pages.short_form.refuse_full", lambda *_args: None)
    for action in ("draft", "send", "autosave", "check"):
        for faults in ({}, {"topic": "no-such"}):
            response = officers.post(reverse("workspace:new-update"), filled(action, file=photo(), **faults))
            assert NO_ROOM in response.content.decode(), (action, faults)
            assert TEXT in response.content.decode() or response.headers["Content-Type"] == "application/json"
    assert stored() == 1


def test_other_words_about_a_public_photo_need_room_and_the_text_does_not(
    officers: Any,  # noqa: F811
    organization: Any,
    officer: Any,
    full: Image,
    make_page: Any,
) -> None:
    page = make_page("update", organization, owner=officer, title="Looms", text=TEXT, image=full)
    FilePublicity.objects.create(image=full, page=organization.homes.first().page)
    url = reverse("workspace:edit-update", args=[page.pk])
    said = {"photo": full.pk, "alt_text": full.description, "people": full.people}
    response = officers.post(url, filled("autosave", **said | {"text": "Seven looms.", "alt_text": "A woman weaves."}))
    assert response.json()["refused"] == ["alt_text"]
    assert UpdatePage.objects.get().get_latest_revision_as_object().text == "Seven looms."
    assert NO_ROOM not in officers.post(url, filled("draft", **said)).content.decode()


def test_the_questions_about_pictures_keep_their_answers(
    officers: Any,  # noqa: F811
    organization: Any,
    officer: Any,
    make_page: Any,
    settings: Any,
) -> None:
    own = organization.collection
    image = add_picture(files.picture_file(), title="A loom", collection=own)
    page = make_page("article", organization, owner=officer, title="Looms", image=image)
    FilePublicity.objects.create(image=image, page=organization.homes.first().page)
    settings.ORGANIZATION_MAX_FILES = 1
    answers = {f"alt_text-{image.pk}": "A woman weaves.", f"people-{image.pk}": "none", "action": "draft"}
    content = officers.post(reverse("workspace:pictures", args=[page.pk]), answers).content.decode()
    assert NO_ROOM in content
    assert "A woman weaves." in content


def test_a_logo_needs_room_and_the_profile_keeps_what_was_typed(
    sign_in: Any,  # noqa: F811
    organization: Any,
    manager: Any,
    full: Image,
) -> None:
    post = {"name_en": "Weavers of the river", "name_km": organization.name_km, "colour": organization.colour}
    content = sign_in(manager).post(reverse("workspace:profile"), post | {"file": photo()}).content.decode()
    assert NO_ROOM in content
    assert "Weavers of the river" in content
    assert stored() == 1


def test_people_are_told_before_it_is_full_wherever_they_upload(
    sign_in: Any,  # noqa: F811
    organization: Any,
    manager: Any,
    picture: Image,
    settings: Any,
) -> None:
    browser = sign_in(manager)
    names = ["workspace:home", "workspace:new-update", "workspace:profile", "wagtailimages:add", "wagtaildocs:add"]
    names += ["wagtailimages:add_multiple", "wagtaildocs:add_multiple", "wagtailimages_chooser:choose"]
    pages = {name: reverse(name) for name in names}
    for most, words in ((2, ""), (1, "Your file space is full")):
        settings.ORGANIZATION_MAX_FILES = most
        told = {name: (words or "Your file space") in get(browser, url) for name, url in pages.items()}
        assert told == dict.fromkeys(names, bool(words))
    settings.ORGANIZATION_MAX_FILES = 100
    settings.ORGANIZATION_MAX_BYTES = int(picture.file_size / 0.79)
    assert nearly_full_text(organization) == ""
    settings.ORGANIZATION_MAX_BYTES = int(picture.file_size / 0.81)
    assert "nearly full" in nearly_full_text(organization)
    with translation.override("km"):
        assert "១ ក្នុងចំណោម ១០០ ឯកសារ" in nearly_full_text(organization)


def get(browser: Any, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_no_more_than_so_many_files_of_a_person_wait_for_their_form(
    officer: Any, manager: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """They lie in no collection, so no organization's room is asked."""
    from django.contrib.contenttypes.models import ContentType

    monkeypatch.setattr(receivers, "MOST_WAITING", 2)
    kind = ContentType.objects.get_for_model(Image)
    waiting = []
    with django_capture_on_commit_callbacks(execute=True):
        for user in (officer, manager, officer, officer):
            file = ContentFile(files.picture_bytes(), name="a.jpg")
            waiting.append(UploadedFile.objects.create(for_content_type=kind, file=file, uploaded_by_user=user))
    assert list(UploadedFile.objects.order_by("pk")) == waiting[1:]
    assert not waiting[0].file.storage.exists(waiting[0].file.name)
    assert waiting[1].file.storage.exists(waiting[1].file.name)
