"""What the short forms write. Each function is one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import LogContext
from wagtail.models import Locale, Page

from assets.models import Image
from assets.services import add_picture, said_otherwise
from blog.models import LONGEST_TITLE, UpdatePage
from khmer.typography import first_words
from moderation.models import Submission
from moderation.services import Refused
from orgs.models import Organization, OrgContentPage

LONGEST_NAME = 80


class AlreadyWrittenError(Exception):
    """The page exists in the other language: `page`."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.pk)
        self.page = page


@transaction.atomic
def write_update(organization: Organization, user: Any, post: dict[str, Any]) -> UpdatePage:
    """Make a draft of what PostForm cleaned."""
    home = organization.homes.select_related("page__locale").get(locale__language_code=post["language"]).page
    page = UpdatePage(locale=home.locale, owner=user, live=False)
    fill(page, organization, user, post)
    page.slug = find_available_slug(home, page.readable_slug())
    home.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page


@transaction.atomic
def rewrite_update(page: UpdatePage, user: Any, post: dict[str, Any]) -> UpdatePage:
    """Save what PostForm cleaned as the page's newest draft; what is public stays as it is.

    Raises Refused while it waits for an editor.
    """
    # The same lock as that of sending: nothing is saved into a page that is being sent.
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if Submission.objects.waiting().filter(page=page.pk).exists():
        raise Refused(_("It waits for an editor. To change something, take it back first."))
    page = page.get_latest_revision_as_object()
    fill(page, page.organization, user, post)
    if not page.live:
        page.save()
    page.save_revision(user=user, log_action=True)
    return page


def fill(page: UpdatePage, organization: Organization, user: Any, post: dict[str, Any]) -> None:
    if not page.title or page.title == first_words(page.text, LONGEST_TITLE):
        page.title = first_words(post["text"], LONGEST_TITLE) or post["text"][:LONGEST_TITLE]
    page.text = post["text"]
    page.image = picture(organization, user, post)
    # The short form shows one of several: only another choice replaces them.
    if post["topic"] != page.topics.first():
        page.topics = [post["topic"]] if post["topic"] else []
    if post["place"] != page.places.first():
        page.places = [post["place"]] if post["place"] else []


def picture(organization: Organization, user: Any, post: dict[str, Any]) -> Image | None:
    """The picture of a post with what was said about it: a new one, the one that was there, or none."""
    image = keep_picture(organization, user, post) if post["file"] else post["photo"]
    if image is None or (post["remove"] and not post["file"]):
        return None
    return said_otherwise(image, user=user, description=post["alt_text"], consent=post["people"] == "agreed")


def keep_picture(organization: Organization, user: Any, post: dict[str, Any]) -> Image:
    """Put an uploaded picture into the organization's collection."""
    title = post.get("alt_text") or first_words(post.get("text") or "", LONGEST_NAME) or post["file"].name
    return add_picture(
        post["file"],
        title=title[:LONGEST_NAME],
        collection=organization.collection,
        user=user,
        description=post.get("alt_text") or "",
        consent=post.get("people") == "agreed",
    )


@transaction.atomic
def write_in_other_language(page: OrgContentPage, locale: Locale, user: Any) -> Page:
    """Copy a page's latest words into the other language's tree, as a draft to be written over.

    Raises AlreadyWrittenError when it is there, Refused when what it stands below is not.
    """
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    there = page.get_translation_or_none(locale)
    if there:
        raise AlreadyWrittenError(there)
    try:
        with LogContext(user=user):
            copy = page.copy_for_translation(locale)
    except ParentNotTranslatedError as error:
        raise Refused(_("The page above it has to be written in that language first.")) from error
    Page.objects.filter(pk=copy.pk).update(owner=user)
    return copy
