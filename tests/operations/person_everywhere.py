"""Add a person everywhere: by what she and others do in the portal, and in every field that may name her."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.test import Client
from django.utils import timezone
from taggit.models import Tag
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.embeds.models import Embed
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, Page, Site, UploadedFile
from wagtail.users.models import UserProfile
from wagtail_localize.models import String, Template, TranslationSource

from accounts.models import User
from assets.models import DocumentPreview
from common.personal_data import Treatment, registry
from discussions.models import Draft, IncomingMail
from feed.follow.services import request_follow
from feed.models import Follow
from home.placeholders.operator import OperatorDetails
from mail import sending
from moderation.models import (
    CheckResult,
    Correction,
    HeldDecision,
    ProfileChange,
    RememberedContent,
    SubmissionNote,
    Withdrawal,
)
from moderation.services import approve, submit
from moderation.services.reporting import report
from orgs.membership import applications, invitations
from orgs.models import HandedLink, Organization
from outbox.models import Event
from outbox.outbox_events import TASK_RUN
from tests.assets.test_publicity import add_document, add_image
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from tests.factories import drain_outbox, make_member, make_page
from tests.moderation.row_helpers import mark_checked
from tests.operations.markers import ADDRESS, FIRST, KHMER_NAME, LAST, NAME, PHONE, spellings
from tests.population import EDITOR, standing_organization, standing_person
from tests.press.press_helpers import make_clipping, make_item, make_source

ALL = "\n".join(spellings().values())


def add_person_everywhere() -> User:
    """Let a person work in the portal, be written about and write, and let her name stand wherever it may."""
    organization = standing_organization("silk-weavers")
    person = make_member(organization, "manager", ADDRESS, first_name=FIRST, last_name=LAST)
    add_account_rows(person)
    add_pages_and_comments(person, organization)
    add_rows_by_address(organization)
    add_discussion()
    drain_outbox()
    add_waiting_events()
    add_missing_rows(organization)
    fill_declared_fields()
    write_files()
    return person


def add_account_rows(person: User) -> None:
    client = Client()
    client.force_login(person)
    session = SessionStore()
    session["account_login_code"] = {"email": ADDRESS.upper()}
    session.save()
    UserProfile.objects.get(user=person).avatar.save("me.jpg", ContentFile(NAME.encode()))
    UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(Page),
        file=ContentFile(ADDRESS.encode(), name="half.jpg"),
        uploaded_by_user=person,
    )
    page_type = ContentType.objects.get_for_model(Page)
    FormState.objects.create(
        user=person, data=ALL, content_type=page_type, object_id="1", last_updated_at=timezone.now()
    )
    caches["default"].set("of-her", {"email": ADDRESS})
    log(instance=person, action="accounts.email", user=person, data={"from": ADDRESS, "to": ADDRESS.upper()})


def add_pages_and_comments(person: User, organization: Organization) -> None:
    """She writes a page, which is published with a reason; another page names her in its title, address and text."""
    editor = standing_person(EDITOR)
    for owner, title in ((person, "Six looms"), (None, f"Talk by {NAME}")):
        slug = title.lower().replace(" ", "-")
        page = make_page("update", organization, owner=owner, title=title, slug=slug, text=ALL)
        Comment.objects.create(page=page, user=person, text=f"I am {NAME}.", contentpath="text")
        page.save_revision(user=person)
        submission = submit(page, person)
        mark_checked(submission)
        approve(submission, editor)
    mine = Comment.objects.create(page=page, user=editor, text="Who?", contentpath="text")
    CommentReply.objects.create(comment=mine, user=person, text=f"I, {KHMER_NAME}.")
    article = make_page("article", organization, live=True, summary=f"{NAME} and {KHMER_NAME}, {PHONE}")
    article.body = [("text", f"<p>{ALL}</p>"), ("quotation", {"text": f"Says {NAME}.", "source": KHMER_NAME})]
    article.save_revision().publish()
    make_page("help", organization, live=True, phone=PHONE)
    invitations.invite(organization, "friend@example.org", "officer", person)


def add_rows_by_address(organization: Organization) -> None:
    page = Page.objects.filter(title="Six looms").get().specific
    request_follow(ADDRESS, Follow(organization=organization), "weekly", "en")
    request_follow("other@example.org", Follow(query=f"q={FIRST}+{LAST}"), "weekly", "en")
    report(page, "wrong", ALL[:2000], ADDRESS)
    report(page, "wrong", f"{NAME} says so", "reader@example.org")
    other = standing_organization("law-circle")
    invitations.invite(other, ADDRESS, "officer", other.memberships.get(role="manager").user)
    told = {"name": f"House of {NAME}", "about": ALL[:2000], "contact": KHMER_NAME, "phone": PHONE}
    applications.apply(sender="1.2.3.4", email=ADDRESS, language="km", **told)


def add_discussion() -> None:
    """She takes part in a discussion, and somebody else's thread and post name her."""
    board = make_board()
    thread = make_thread(board, make_participant("Sokha"), title=f"For {NAME}", text=ALL)
    person = make_participant(NAME, email=ADDRESS)
    post = make_post(thread, person, text=ALL)
    IncomingMail.objects.create(digest="0" * 64, recipient=f"reply+{NAME}", cut=ALL, post=post, state="posted")
    IncomingMail.objects.create(digest="1" * 64, recipient="gender", raw=f"From: {ADDRESS}\n\n{ALL}".encode())
    Draft.objects.create(participant=person, board=board, title=NAME, text=ALL)


def add_waiting_events() -> None:
    """Mails that wait for her and for others, and events that were given up because of her."""
    with transaction.atomic():
        sending.send(ADDRESS, f"For {NAME}", ALL, key="planted")
        sending.send("other@example.org", f"About {KHMER_NAME}", ALL, headers={"Reply-To": ADDRESS})
    for kind, state in ((TASK_RUN.name, Event.State.DEAD), ("mail.send", Event.State.DEAD)):
        stream = f"mail:{ADDRESS} > {kind}" if kind == "mail.send" else "task"
        Event.objects.create(
            stream=stream, seq=9, kind=kind, payload={"task": ALL, KHMER_NAME: [ADDRESS]}, state=state, error=ALL
        )


def add_missing_rows(organization: Organization) -> None:
    """Rows of models that a short use leaves empty; their texts are written with the others."""
    page = Page.objects.filter(title="Six looms").get()
    submission = page.submissions.get()
    Correction.objects.create(submission=submission, content_hash="0", change_ratio=0.1)
    CheckResult.objects.create(submission=submission, check_name="links", outcome="fine", findings=[ALL])
    SubmissionNote.objects.create(submission=submission, text="x")
    HeldDecision.objects.create(
        submission=submission, editor=standing_person(EDITOR), decision="approve", effective_at=timezone.now()
    )
    HandedLink.objects.create(organization=organization, secret_hash="7" * 64)
    Withdrawal.objects.create(organization=organization, page=page, reason="x")
    ProfileChange.objects.create(
        organization=organization, before={"name_en": "A"}, after={"name_en": ALL}, is_public=False
    )
    RememberedContent.objects.create(organization=organization, title="x", translation_key=page.translation_key)
    Tag.objects.create(name="x", slug="x")
    Redirect.objects.create(old_path="/x", site=Site.objects.first(), redirect_page=page)
    Embed.objects.create(url="https://example.org/", type="video", html="x", hash="x", title="x")
    TranslationSource.update_or_create_from_instance(page.specific)
    String.objects.create(locale=page.locale, data="x", data_hash="9" * 32)
    Template.objects.get_or_create(
        uuid="8" * 32, defaults={"template": "x", "template_format": "html", "string_count": 1}
    )
    OperatorDetails.load()
    source = make_source()
    make_item(source)
    make_clipping(source)
    add_image(organization)
    document = add_document(organization)
    DocumentPreview.objects.get_or_create(document=document)


def fill_declared_fields() -> list[str]:
    """Write her into a row of every field that is declared to name people. Return the models without a row."""
    empty = []
    there = {model._meta.label for model in apps.get_models()}
    for said in (said for said in registry.models.values() if said.model in there):
        model = apps.get_model(said.model)
        if model is Event:
            # Of those that wait a worker would make nothing any more; add_waiting_events has made some.
            continue
        row = model._base_manager.order_by("-pk").first()
        for name in (name for name, lot in said.fields.items() if lot is Treatment.NAMED):
            field = model._meta.get_field(name)
            if row is None:
                empty.append(said.model)
            elif (value := text_for(field)) is not None:
                model._base_manager.filter(pk=row.pk).update(**{name: value})
    return sorted(set(empty))


def text_for(field: Any) -> Any:
    """Return what to write into a field, or None for one that takes no such text."""
    if isinstance(field, models.SlugField | models.URLField | models.FileField) or field.name in (
        "url_path",
        "content",
    ):
        return None
    if field.get_internal_type() == "JSONField":
        return {"said": list(spellings().values()), KHMER_NAME: {"email": ADDRESS}}
    if field.max_length and field.max_length < len(ALL):
        short = f"{NAME} {ADDRESS}"
        return short if field.max_length >= len(short) else PHONE
    return ALL


def write_files() -> None:
    mails = Path(settings.EMAIL_FILE_PATH)
    assert any(mails.iterdir())
    (Path(settings.DATA) / "neary.log").write_text(f"one\n{ALL}\nlast\n")
