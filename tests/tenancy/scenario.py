"""Two organizations that have one of everything. Whatever is the foreign one's carries a word that occurs nowhere else.

The foreign organization is hidden, so that not even its name or a live page of it is for others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Comment, Locale, PageSubscription, Revision, UploadedFile
from wagtail_localize.models import Translation

from accounts.models import User
from assets.models import Document, Image
from catalog.models import CatalogEntry
from discussions.models import Board, Post
from events.models import Registration
from feed.models import Activity, Follow, Follower
from home.organizations.page_tree import provision
from moderation.models import (
    CheckResult,
    Correction,
    ImportedContent,
    ProfileChange,
    RememberedContent,
    Report,
    SubmissionNote,
    Withdrawal,
)
from moderation.services import submit
from moderation.services.reporting import open_report_matter
from moving.models import MovedFile, MovedItem, MoveIn
from orgs.membership import handed_links, invitations
from orgs.models import Application, Organization
from orgs.profile import profile_of
from orgs.services import set_membership
from press.models import FetchState, Item, SiteProof, Source
from takeout.models import TakeoutRequest
from tests.assets.files import picture_file
from tests.discussions.factories import make_board, make_participant, make_thread
from tests.events.registrations import make_gathering, make_registration
from tests.factories import drain_outbox, make_page
from tests.press.press_helpers import make_item, make_own_site
from translations.services import begin

OWN, SECRET = "Ourown", "Zzforeign"


@dataclass
class Side:
    """One organization with what it has."""

    organization: Organization
    officer: User
    manager: User
    draft: Any
    waiting: Any
    live: Any
    image: Image
    document: Document
    upload: UploadedFile
    session: EditingSession
    submission: Any
    correction: Correction
    report: Report
    facts: ProfileChange
    invitation: Any
    handed_link: Any
    comment: Comment
    translation: Translation
    application: Application
    board: Board
    registration: Registration
    batch: MoveIn
    language: str

    @cached_property
    def home(self) -> Any:
        return self.organization.homes.get(locale__language_code=self.language).page

    @property
    def revision(self) -> Revision:
        return self.draft.latest_revision

    @cached_property
    def group(self) -> Any:
        return self.organization.role_groups.first().group

    @property
    def workflow_state(self) -> Any:
        return self.submission.workflow_state


def make_side(slug: str, word: str, language: str = "en") -> Side:
    """An organization all of whose words begin with `word`."""
    organization = provision(
        slug=slug,
        name_en=f"{word} Circle",
        name_km=f"{word} ក្រុម",
        email=f"{word}-office@example.org".lower(),
        phone=f"012 {word}",
        description_en=f"{word} describes itself.",
    )
    officer, manager = (make_person(organization, role, word) for role in ("officer", "manager"))
    image = Image.objects.create(
        title=f"{word} picture", file=picture_file(f"{word}.jpg"), collection=organization.collection
    )
    image.tags.add(f"{word} tag")
    document = Document.objects.create(
        title=f"{word} paper", file=ContentFile(b"words", name=f"{word}.txt"), collection=organization.collection
    )
    document.tags.add(f"{word} papertag")
    draft = make_page(
        "article",
        organization,
        language,
        owner=officer,
        title=f"{word} draft",
        slug="draft",
        summary=f"{word} says.",
        image=image,
    )
    draft.title = f"{word} newer draft"
    draft.save_revision(user=officer, log_action=True)
    waiting = make_page(
        "update", organization, language, owner=officer, title=f"{word} waiting", slug="waiting", text=f"{word} waits."
    )
    live = make_page(
        "event",
        organization,
        language,
        owner=officer,
        live=True,
        title=f"{word} live",
        slug="live",
        venue=f"{word} house",
    )
    comment = Comment.objects.create(page=draft, user=officer, text=f"{word} comment", contentpath="title")
    PageSubscription.objects.create(page=draft, user=officer, comment_notifications=True)
    reader = Follower.objects.create(email=f"{word}-reader@example.org".lower(), language="en")
    Follow.objects.create(
        follower=reader, organization=organization, requested_at=timezone.now(), confirmed_at=timezone.now()
    )
    Withdrawal.objects.create(organization=organization, page=draft, created_by=officer, reason=f"{word} reason")
    RememberedContent.objects.create(
        organization=organization, title=f"{word} remembered", translation_key=draft.translation_key
    )
    ImportedContent.objects.create(organization=organization, translation_key=draft.translation_key)
    submission = submit(waiting, officer)
    make_site(organization, word)
    TakeoutRequest.objects.create(
        organization=organization,
        asked_by=manager,
        ready_at=timezone.now(),
        file=ContentFile(f"{word} archive".encode(), name="archive.zip"),
    )
    return Side(
        organization=organization,
        officer=officer,
        manager=manager,
        draft=draft,
        waiting=waiting,
        live=live,
        image=image,
        document=document,
        upload=UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(Image),
            file=picture_file(f"{word}-upload.jpg"),
            uploaded_by_user=officer,
        ),
        session=EditingSession.objects.create(
            user=officer, content_object=draft, last_seen_at=draft.latest_revision_created_at
        ),
        submission=submission,
        correction=make_correction(submission, word),
        report=make_report(live, word),
        facts=make_facts(organization, word),
        invitation=invitations.invite(organization, f"{word}-guest@example.org", "officer", manager),
        handed_link=handed_links.hand_join_link(organization, note=f"{word} guest", by=manager)[0],
        comment=comment,
        translation=make_translation(draft, officer),
        application=make_application(organization, word),
        board=make_private_board(organization, slug, word),
        registration=make_registration_of(live, word),
        batch=make_batch(draft, image, word),
        language=language,
    )


def make_person(organization: Organization, role: str, word: str) -> User:
    person = User.objects.create_user(f"{word}-{role}@example.org".lower(), "a long password", language="en")
    User.objects.filter(pk=person.pk).update(first_name=f"{word} {role}")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    set_membership(person, organization, role)
    return User.objects.get(pk=person.pk)


def make_application(organization: Organization, word: str) -> Application:
    """As it asked to join."""
    words = {"name": f"{word} Circle", "about": f"{word} about", "contact": f"{word} asks", "reason": f"{word} reason"}
    email = f"{word}-asks@example.org".lower()
    return Application.objects.create(email=email, state="accepted", organization=organization, **words)


def make_private_board(organization: Organization, slug: str, word: str) -> Board:
    """A board of invited people, with a public post written for the organization."""
    board = make_board(
        f"{slug}-board",
        organization,
        name_en=f"{word} board",
        name_km=f"{word} ក្តារ",
        description_en=f"{word} speaks.",
        description_km=f"{word} និយាយ។",
        who_reads=Board.Readers.INVITED,
        who_writes=Board.Writers.INVITED,
    )
    thread = make_thread(board, make_participant(f"{word} writer"), f"{word} thread", f"{word} post")
    Post.objects.filter(thread=thread).update(organization=organization)
    return board


def make_registration_of(page: Any, word: str) -> Registration:
    """Somebody's place at an event of the organization."""
    said = {"name": f"{word} participant", "email": f"{word}-participant@example.org".lower(), "phone": "012000101"}
    said["language"] = page.locale.language_code
    return make_registration(make_gathering(page.organization, page.translation_key), **said)


def make_site(organization: Organization, word: str) -> Source:
    """The organization's own site, with an item and an error."""
    source = make_own_site(organization, feed=f"https://{word}.example/feed".lower())
    SiteProof.objects.create(source=source, token=f"{word} token", host=f"{word}.example".lower())
    FetchState.objects.filter(source=source).update(problem="broken", moved_from=f"https://{word}.example/old".lower())
    make_item(source, f"{word} item", excerpt=f"{word} excerpt")
    return source


def make_correction(submission: Any, word: str) -> Correction:
    """An editor's, offered to the author; what a check found, and a note."""
    finding = {"message": "telephone", "where": f"{word} passage", "with": {}}
    CheckResult.objects.create(submission=submission, check_name="private", outcome="found", findings=[finding])
    SubmissionNote.objects.create(submission=submission, text=f"{word} note between two")
    return Correction.objects.create(
        submission=submission,
        revision=submission.revision,
        content_hash=submission.content_hash,
        note=f"{word} note",
        change_ratio=0.1,
    )


def make_report(page: Any, word: str) -> Report:
    words = {"text": f"{word} report", "email": f"{word}-reader@example.org".lower(), "answer": f"{word} answer"}
    report = Report.objects.create(page=page, organization=page.organization, kind="wrong", language="en", **words)
    open_report_matter(report)
    return report


def make_batch(page: Any, image: Image, word: str) -> MoveIn:
    """Make a batch of an old site, with one page and one picture of the organization."""
    report = {"left_out": {"not-public": 2}, "notes": {"cut": 3}, "unknown_topics": {f"{word} topic": 1}}
    batch = MoveIn.objects.create(
        organization=page.organization,
        file_name=f"{word}.xml",
        kind="article",
        entries=1,
        state="waiting",
        report=report,
    )
    MovedItem.objects.create(
        batch=batch, organization=page.organization, key=word, page=page, address=f"http://{word}.example/"
    )
    MovedFile.objects.create(batch=batch, organization=page.organization, key=word, image=image)
    return batch


def make_facts(organization: Organization, word: str) -> ProfileChange:
    """Make a change of the profile that an organization's manager proposes."""
    before = profile_of(organization)
    after = before | {"description_en": f"{word} wants to say this.", "phone": f"099 {word}"}
    return ProfileChange.objects.create(
        organization=organization, before=before, after=after, is_public=False, reason=f"{word} reason"
    )


def make_translation(page: Any, officer: User) -> Translation:
    """Begin the page's translation, with its draft in the other language."""
    return begin(page, Locale.objects.exclude(pk=page.locale_id).get(), officer)


@dataclass
class Scenario:
    own: Side
    foreign: Side


def make_scenario() -> Scenario:
    own, foreign = make_side("own-circle", OWN), make_side("hidden-circle", SECRET)
    drain_outbox()
    keep_rows_of(foreign)
    foreign.organization.is_hidden = True
    foreign.organization.save()
    return Scenario(own, foreign)


def keep_rows_of(side: Side) -> None:
    """Rows that say what was public; hiding removes them, and one that stayed by a fault must not show either."""
    assert CatalogEntry.objects.filter(organization=side.organization).exists()
    assert Activity.objects.filter(organization=side.organization).exists()


def rows_of(side: Side) -> dict[str, list[Any]]:
    """All rows that tell of an organization, to see that none has changed."""
    found: dict[str, list[Any]] = {"orgs.Organization": values(Organization, pk=side.organization.pk)}
    for model, path in organization_paths():
        found[model._meta.label] = values(model, **{path: side.organization.pk})
    for label, rows in (
        ("images", Image.objects.filter(collection=side.organization.collection_id)),
        ("documents", Document.objects.filter(collection=side.organization.collection_id)),
        ("revisions", Revision.objects.filter(object_id__in=[str(side.draft.pk), str(side.waiting.pk)])),
        ("comments", Comment.objects.filter(page__in=[side.draft.pk])),
        ("people", User.objects.filter(memberships__organization=side.organization)),
        ("uploads", UploadedFile.objects.filter(pk=side.upload.pk)),
        ("sessions", EditingSession.objects.filter(user=side.officer)),
        ("corrections", Correction.objects.filter(submission__organization=side.organization)),
        ("notes", SubmissionNote.objects.filter(submission__organization=side.organization)),
        ("registrations", Registration.objects.filter(gathering__organization=side.organization)),
        ("sites", Source.objects.filter(organization=side.organization)),
        ("items", Item.objects.of_own_site(side.organization)),
        ("checks", CheckResult.objects.filter(submission__organization=side.organization)),
    ):
        found[label] = sorted(map(repr, rows.values()))
    return found


def values(model: type[Model], **where: Any) -> list[str]:
    return sorted(map(repr, model._base_manager.filter(**where).values()))


def organization_paths() -> list[tuple[type[Model], str]]:
    """Every model that says to which organization its rows belong, with the name of the field."""
    from django.apps import apps

    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.many_to_one and field.related_model is Organization and not field.auto_created
    ]
