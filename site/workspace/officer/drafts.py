"""Services that create, change, send and delete the drafts of the short forms, each one transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision

from assets.services import updated_description
from common.refusal import Refusal
from moderation.models import Submission
from moderation.rules.completeness import picture_questions
from moderation.services import submit
from orgs.models import Organization, OrgContentPage
from orgs.pages.images import with_pictures
from orgs.pages.short_form import short_form_class
from orgs.short_forms.planned_times import fill_planned_times


@transaction.atomic
def create_draft(
    kind: type[OrgContentPage], organization: Organization, user: Any, post: dict[str, Any], *, seen: str = ""
) -> Any:
    """Create a draft from short form data or update its earlier one. Refusal if public or sent; no rights check.

    `seen` is as update_draft takes it. Raises Refusal while that waits for an editor, and once it is public.
    """
    # Of two taps at the same moment the second waits here until the first has created its page.
    # no_key: rows of others that refer to the organization can still be written meanwhile (on PostgreSQL; SQLite has
    # one writer anyway).
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    home = organization.homes.select_related("page__locale").get(locale__language_code=post["language"]).page
    page = draft_of_token(kind, organization, user, post["token"])
    if page and page.live:
        raise Refusal(_("It is public already."), code="already_public")
    if page and page.locale_id == home.locale_id:
        return update_draft(page, user, post, seen=seen)
    # The form was changed to the other language: a page cannot move to that tree, so a new one is created there.
    if page:
        delete_unsent_draft(page, user, seen)
    page = kind(locale=home.locale, owner=user, live=False)
    page.translation_key = (
        # Without a token the random key of the new page stays.
        token_translation_key(organization, user, post["token"]) if post["token"] else page.translation_key
    )
    fill_page(page, organization, user, post)
    # The slug too is chosen under the lock on the organization: two forms get two slugs.
    page.slug = find_available_slug(home, page.readable_slug())
    home.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page


@transaction.atomic
def save_draft(
    kind: type[OrgContentPage],
    organization: Organization,
    user: Any,
    post: dict[str, Any],
    page: Any = None,
    *,
    seen: str = "",
    **how: Any,
) -> Any:
    """Save short form data as draft of a page or a new one; return it. Refusal if in review or public; no rights check.

    `seen` and `how` are those of update_draft. Raises Refusal, as create_draft and update_draft do.
    """
    made = page or draft_of_token(kind, organization, user, post["token"])
    try:
        # A page stays in its language: a new form that changed its language gets another page (create_draft).
        if made and (page or made.locale.language_code == post["language"]):
            return update_draft(made, user, post, seen=seen, **how)
        return create_draft(kind, organization, user, post, seen=seen)
    except ValidationError as error:
        # What only the whole page can tell, such as that it is too long.
        raise Refusal(" ".join(error.messages), code="invalid_content") from error


@transaction.atomic
def save_and_submit(
    kind: type[OrgContentPage],
    organization: Organization,
    user: Any,
    post: dict[str, Any],
    page: Any = None,
    *,
    seen: str = "",
) -> tuple[Any, Refusal | None]:
    """Save a draft and send it for review in one transaction; return the page and a Refusal if it was not sent.

    Both are in one transaction, so that no autosave comes between. Raises Refusal when it is not even saved.
    """
    saved = save_draft(kind, organization, user, post, page, seen=seen)
    try:
        submit(saved, user)
    except Refusal as refusal:
        return saved, refusal
    return saved, None


def draft_of_token(kind: type[OrgContentPage], organization: Organization, user: Any, token: UUID | None) -> Any:
    """Return the page already created by this user's form with this token; None without one."""
    if token is None:
        return None
    made = kind._default_manager.filter(
        organization=organization, translation_key=token_translation_key(organization, user, token)
    )
    # The first: a translation into the other language has the same key.
    return made.order_by("pk").first()


def token_translation_key(organization: Organization, user: Any, token: UUID) -> UUID:
    """Return the translation key made of a form's token, the organization and the user.

    The key is not the token itself: that comes from a client, and would make a page the translation of anybody's.
    """
    return uuid5(token, f"{organization.pk} {user.pk}")


def delete_unsent_draft(page: Any, user: Any, seen: str) -> None:
    """Delete a draft page that was never sent. Raises Refusal if it was sent or changed meanwhile.

    A page cannot move to the other language's tree: a new one is created there. Raises Refusal when the draft was sent,
    and when it has newer words than were seen (see refuse_unseen).
    """
    # Locked until the end of the transaction: no autosave may come between the look and the deletion.
    refuse_unseen(Page.objects.select_for_update().get(pk=page.pk), user, seen)
    if Submission.objects.filter(page=page.pk).exists():
        raise Refusal(
            _("It was sent in the other language already. Please begin a new one."), code="sent_in_other_language"
        )
    page.delete(user=user)


@transaction.atomic
def update_draft(page: Any, user: Any, post: dict[str, Any], *, seen: str = "", is_autosave: bool = False) -> Any:
    """Save short form data as a page's newest draft. Refusal if in review or changed meanwhile; checks no rights.

    An autosave, while she types, overwrites her own last draft, unless something refers to that. Raises Refusal while
    the page waits for an editor, and when its newest draft is not the version that was `seen`: see refuse_unseen.
    """
    page = locked_for_writing(page)
    refuse_unseen(page, user, seen)
    over = overwritable_revision(page, user) if is_autosave else None
    # What the form does not show (more text, more pictures) stays as the newest draft has it.
    page = page.get_latest_revision_as_object()
    fill_page(page, page.organization, user, post)
    # Drafts are read from their latest revision, so an autosave need not write the page's row.
    if not page.live and not is_autosave:
        page.save()
    page.save_revision(user=user, log_action=not over, overwrite_revision=over)
    return page


def locked_for_writing(page: Any) -> Any:
    """Return the page in its specific class with its row locked. Raises Refusal while it waits for an editor."""
    # `Page` and not the class of the page: the row that the services of moderation lock too (`lock_row`).
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if Submission.objects.waiting().filter(page=page.pk).exists():
        raise Refusal(_("It waits for an editor. To change something, take it back first."), code="in_review")
    return page


@transaction.atomic
def answer_picture_questions(page: Any, user: Any, answers: dict[int, dict[str, str]]) -> Any:
    """Save alternative texts and answers on people of a page's pictures in its draft; Refusal in review.

    `answers` are {id of a picture: {"alt_text", "people"}}. Only what nobody has said yet is written. A picture that a
    public page shows, or that belongs to others, is copied for this page. Raises Refusal while the page waits.
    """
    page = locked_for_writing(page)
    draft = page.get_latest_revision_as_object()
    replaced, alt_texts = {}, {}
    for asked in picture_questions(draft):
        said = answers.get(asked.image.pk, {})
        new = {"people": said.get("people", "")} if asked.asks_people else {}
        new |= {"description": said.get("alt_text", "")} if asked.asks_alt_text else {}
        image = updated_description(asked.image, user=user, collection=page.organization.collection, **new)
        replaced[asked.image.pk] = image.pk
        if asked.asks_alt_text_of_page:
            alt_texts[asked.image.pk] = said.get("alt_text", "")
    draft = with_pictures(draft, replaced=replaced, alt_texts=alt_texts)
    draft.save_revision(user=user, log_action=True)
    return draft


def draft_version(page: Any) -> str:
    """Return a text naming the version of a page's newest draft, new with each save; "" for a page without one."""
    return page.latest_revision_created_at.isoformat() if page.latest_revision_created_at else ""


def refuse_unseen(page: Any, user: Any, seen: str) -> None:
    """Raise Refusal when a page's newest draft is not the version `seen`; without one, if it is another user's.

    With an empty `seen`, for a new page or an old form, nobody else's draft is replaced.
    """
    is_seen = seen == draft_version(page) if seen else is_own_or_nobodys(page.latest_revision, user)
    if not is_seen:
        # Its words are in the browser's storage (post.js), so nothing typed is lost by the refusal.
        raise Refusal(
            _("It was changed elsewhere meanwhile. What you type is kept on this phone."), code="edited_elsewhere"
        )


def is_own_or_nobodys(revision: Revision | None, user: Any) -> bool:
    """Return True when a revision was saved by this user or by nobody, or is None."""
    return revision is None or revision.user_id in (None, user.pk)


def overwritable_revision(page: Any, user: Any) -> Revision | None:
    """Return the page's newest draft if it is the user's own and was never sent, public or scheduled, or None.

    It may not when it was sent once, is public, or is approved for later.
    """
    last = page.latest_revision
    if last is None or last.user_id != user.pk or last.pk == page.live_revision_id or last.approved_go_live_at:
        # Each of these revisions is named by something else, and Wagtail would change the content under its id.
        return None
    return None if Submission.objects.filter(revision=last).exists() else last


def fill_page(page: Any, organization: Organization, user: Any, post: dict[str, Any]) -> None:
    """Write short form data with files, topic, place and times into a page; saves its new files, but not the page."""
    form = short_form_class(type(page))
    assert form is not None, page.page_kind.name
    form.fill(page, post)
    form.fill_files(page, organization, user, post)
    fill_planned_times(page, post)
    # The form shows one of several topics and places: they are replaced only when another one is chosen.
    if post["topic"] != page.topics.first():
        page.topics = [post["topic"]] if post["topic"] else []
    if post["place"] != page.places.first():
        page.places = [post["place"]] if post["place"] else []
