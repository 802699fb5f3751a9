"""Restore an archive as a new organization whose pages are all drafts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import override
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log

from common.refusal import Refusal
from home.models import OrganizationPage
from home.organizations.page_tree import provision
from orgs.models import Organization
from orgs.models.organization import LONGEST_DESCRIPTION
from takeout.left_out import Omission
from takeout.references import FILES
from takeout.restoring.errors import ArchiveError
from takeout.restoring.files import FileRecord, build_file, file_records, refuse_unfit
from takeout.restoring.opening import CheckedArchive, open_archive
from takeout.restoring.pages import PageHead, PageReader
from takeout.restoring.references import References
from takeout.restoring.values import text

ABOUT = {"slug", "name_en", "name_km", "description_en", "description_km", "colour", "created_at"}
ABOUT |= {"topics", "places", "logo"}
# 60 letters are the longest slug of an organization; the colour is #RRGGBB.
SLUG, COLOUR = re.compile(r"[a-z0-9-]{1,60}"), re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class RestoreReport:
    """The organization that a restore created, the numbers of its pages and files, and what was left out."""

    organization: Organization
    pages: int
    files: int
    left_out: list[Omission]


def restore_takeout(path: Path, slug: str) -> RestoreReport:
    """Create an organization without members from an archive, pages as drafts. ArchiveError if unfit, or slug taken.

    Everything is checked before anything is written. The organization is hidden from the public until an editor shows
    it. Raises ArchiveError for an archive that is damaged, hostile or does not fit, and for a slug that is taken; then
    no row and no file is left.
    """
    if not SLUG.fullmatch(slug) or Organization.objects.filter(slug=slug).exists():
        raise ArchiveError(f"The slug {slug[:60]} is taken, or is none.")
    # Messages of Django and of the portal become part of an ArchiveError, whose own words are English.
    with override("en"), open_archive(path) as archive:
        return _Restore(archive, slug).run()


class _Restore:
    """One restore: the archive, what of it exists by now, and the files that were written."""

    def __init__(self, archive: CheckedArchive, slug: str) -> None:
        self.archive, self.slug = archive, slug
        self.files = file_records(archive)
        # Without any number: heads refer to nothing, and the numbers are known only once all heads were read.
        self.reader = PageReader(archive, References({}))
        self.heads = {name: self.reader.head(name) for name in self.reader.names}
        known = {kind: {file.number: "" for file in self.files if file.kind == kind} for kind in FILES}
        known["page"] = {head.number: head.model._meta.label for head in self.heads.values()}
        self.references = self.reader.references = References(known)
        # Pages get keys of their own, the same for both languages of a page.
        self.salt = uuid4()
        self.written: list[Any] = []

    def run(self) -> RestoreReport:
        """Check the archive, create all in one transaction; on failure delete written files, raise (ArchiveError)."""
        self.check()
        try:
            with transaction.atomic():
                organization = self.create()
        # Also KeyboardInterrupt: a rollback takes the rows back, but not the files.
        except BaseException as error:
            for file in self.written:
                # Wagtail and Django write a file when its row is saved; _committed says that it was.
                if file.file._committed:
                    file.file.storage.delete(file.file.name)
            # What the portal's own rules and the database refuse; any other error is a fault of the program.
            if isinstance(error, ValidationError | Refusal | DatabaseError):
                raise ArchiveError(f"It does not fit into this portal: {error}") from error
            raise
        placed = len(self.references.ids["page"])
        return RestoreReport(organization, placed, len(self.written), self.references.left_out)

    def check(self) -> None:
        """Raise ArchiveError for a missing or wrong value in the archive's data, files or pages; write nothing."""
        about = self.archive.manifest.get("organization")
        if not isinstance(about, dict) or about.keys() != ABOUT:
            raise ArchiveError("It says nothing of the organization.")
        pieces = [(head.key, head.language) for head in self.heads.values()]
        # One language of one page, and one number, each once.
        if len(set(pieces)) < len(pieces) or len(self.references.known["page"]) < len(pieces):
            raise ArchiveError("A page stands twice.")
        for record in self.files:
            refuse_unfit(record, self.archive)
        for name, head in self.heads.items():
            self.reader.versions(name, head.model)
        # What was noted is noted again while it is created; what is noted before the first page belongs to none.
        self.references.left_out.clear()
        self.references.page = None

    def create(self) -> Organization:
        """Create organization, files and pages within the caller's transaction."""
        organization = self.add_organization()
        for record in self.files:
            self.add_file(record, organization)
        self.add_logo(organization)
        homes = {
            home.locale.language_code: home.page.specific
            for home in organization.homes.select_related("page", "locale")
        }
        placed = {name: self.add_page(name, head, homes) for name, head in self.heads.items()}
        # Only now every page has an id, so that links between pages can be written.
        for name, page in placed.items():
            if page is not None:
                self.write_versions(name, page)
        self.note_portal_pages()
        log(instance=organization, action="orgs.restored", data={"pages": len(placed), "files": len(self.files)})
        return organization

    def add_organization(self) -> Organization:
        """Create the organization with its homes, hidden, of the lowest tier. Raises ArchiveError for a wrong value."""
        about, where = self.archive.manifest["organization"], "organization"
        colour = text(about["colour"], 7, where)
        if (
            not COLOUR.fullmatch(colour)
            or not isinstance(about["topics"], list)
            or not isinstance(about["places"], list)
        ):
            raise ArchiveError("The organization has a wrong value.")
        names = {name: text(about[name], 120, where) for name in ("name_en", "name_km")}
        if not all(value.strip() for value in names.values()):
            raise ArchiveError("The organization has no name.")
        descriptions = {
            name: text(about[name], LONGEST_DESCRIPTION, where) for name in ("description_en", "description_km")
        }
        organization = provision(slug=self.slug, colour=colour, is_hidden=True, **names, **descriptions)
        topics = [self.references.slugged("topic", slug) for slug in about["topics"]]
        places = [self.references.slugged("place", slug) for slug in about["places"]]
        organization.topics.set(filter(None, topics))
        organization.places.set(filter(None, places))
        return organization

    def add_file(self, record: FileRecord, organization: Organization) -> None:
        """Store a picture or document of the archive in the organization's collection."""
        file, is_same = build_file(record, self.archive, organization)
        # Before it is saved: a file that was stored and has no row yet must go too.
        self.written.append(file)
        file.save()
        file.tags.set(record.tags)
        self.references.ids[record.kind][record.number] = file.pk
        if not is_same:
            self.references.note("encoded", record.title)

    def add_logo(self, organization: Organization) -> None:
        """Give the organization its logo, if the archive has one."""
        number = self.archive.manifest["organization"]["logo"]
        if number is not None:
            organization.logo_id = self.references.number("image", number)
            organization.save(update_fields=["logo", "brand_light", "brand_dark"])

    def add_page(self, name: str, head: PageHead, homes: dict[str, Any]) -> Any:
        """Add a page below the organization's home, not live; return it, or None for a page that has no place there."""
        home = homes[head.language]
        if head.is_home and head.model is OrganizationPage:
            self.references.ids["page"][head.number] = home.pk
            return home
        if head.model not in OrganizationPage.clean_subpage_models():
            return None
        page = head.model(locale_id=home.locale_id, live=False, slug=find_available_slug(home, head.slug))
        page.translation_key = self.new_key(head.key)
        # Publishing keeps a first date that is set.
        page.first_published_at = head.first_published_at
        self.reader.versions(name, head.model)[0].fill(page)
        home.add_child(instance=page)
        self.references.ids["page"][head.number] = page.pk
        return page

    def write_versions(self, name: str, page: Any) -> None:
        """Write each version of a page's content as a draft, its links leading to the restored pages."""
        for content in self.reader.versions(name, type(page)):
            content.fill(page)
            if not page.live:
                page.save()
            # Unchecked: a draft may lack what a page that is sent must have.
            page.save_revision(clean=False)

    def note_portal_pages(self) -> None:
        """Note the pages that stand below no organization, and so were not restored."""
        for head in self.heads.values():
            if head.number not in self.references.ids["page"]:
                self.references.page = head.number
                self.references.note("portal-page", head.title)

    def new_key(self, key: UUID) -> UUID:
        """Return the translation key that a page gets here: no page of this portal may become its translation."""
        return uuid5(self.salt, key.hex)
