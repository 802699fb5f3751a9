"""The twin of a page: its copy in the other language, a draft with which a translation begins.

Wagtail's `copy_for_translation` does the same for every page, subtree and alias, with twice as many queries.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction
from wagtail.signal_handlers import disable_reference_index_auto_update

from common.refusal import Refusal
from orgs.models import OrgContentPage
from translations.declarations import shared_relations
from translations.memory import source_version


class TranslationExistsError(Exception):
    """An error that says the page already exists in the other language, as `page`."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.pk)
        self.page = page


# Here and below without savepoints of their own: the caller's transaction fails as a whole.
@transaction.atomic(savepoint=False)
def create_twin(page: Page, locale: Locale, user: Any) -> OrgContentPage:
    """Copy a page's draft into another language; return it. TranslationExistsError or Refusal; checks no rights.

    Raises TranslationExistsError when it is there, Refusal when the page above it is not.
    """
    page = locked_page(page)
    there = page.get_translation_or_none(locale)
    if there:
        raise TranslationExistsError(there)
    return copy_into(source_version(page), locale, user)


def locked_page(page: Page) -> OrgContentPage:
    """Read a page anew, and lock its rows until the commit: of two people who begin, the second finds the twin."""
    return page.specific_class.objects.select_for_update().get(pk=page.pk)


def copy_into(content: OrgContentPage, locale: Locale, user: Any) -> OrgContentPage:
    """Create the twin of a locked page in another language as a draft of this content; Refusal if its parent has none.

    The caller has made sure that there is no twin yet, and needs the content no more: child rows of a draft go over.
    """
    above, place = _parents(content, locale)
    shared = read_shared(content)
    twin = _unsaved_copy(content, locale, user)
    twin.slug = find_available_slug(place, content.slug)
    # LogContext: Wagtail's log would name nobody, because no admin view runs here.
    with LogContext(user=user):
        # The revision's save asks for the index again.
        with disable_reference_index_auto_update():
            place.add_child(instance=twin)
        # Saving has dropped them from memory.
        _set(twin, shared)
        twin.save_revision(changed=False, clean=False)
        _log(twin, above, place)
    _copy_restrictions(content, twin, place)
    return twin


def _parents(page: Page, locale: Locale) -> tuple[Page, Page]:
    """Return the page above this one, and its twin in the other language. Refusal when there is none."""
    above = Page.objects.filter(path=page.path[: -page.steplen])
    versions = Page.objects.filter(translation_key__in=above.values("translation_key")).select_related("locale")
    by_locale = {version.locale_id: version for version in versions}
    if locale.pk not in by_locale:
        raise Refusal(_("The page above it has to be written in that language first."), code="parent_not_translated")
    return by_locale[page.locale_id], by_locale[locale.pk]


def _unsaved_copy(content: OrgContentPage, locale: Locale, user: Any) -> OrgContentPage:
    """Return a copy of a page, its topics, provinces and child rows: not saved, not public, without a place."""
    # Generic relations, such as revisions, belong to the page itself; copy_cluster fails on them.
    generic = [field.name for field in content._meta.private_fields]
    left_out = [*content.default_exclude_fields_in_copy, *content.exclude_fields_in_copy, *generic]
    twin, _children = content.copy_cluster(exclude_fields=left_out)
    twin.locale, twin.owner = locale, user
    twin.live, twin.has_unpublished_changes = False, True
    twin.live_revision = twin.first_published_at = twin.last_published_at = twin.alias_of = None
    # Wagtail asks at each save, and takes this answer of `annotate_site_root_state`: it lies below an organization.
    twin._is_site_root = False
    return twin


def read_shared(page: OrgContentPage) -> dict[str, list[Any]]:
    """Return the rows of a page's many-to-many fields by field, and keep them in the page, to be read only once."""
    shared = {name: list(getattr(page, name).all()) for name in shared_relations(type(page))}
    _set(page, shared)
    return shared


def _set(page: OrgContentPage, relations: dict[str, list[Any]]) -> None:
    for name, values in relations.items():
        setattr(page, name, values)


def _log(twin: Page, above: Page, place: Page) -> None:
    """Write the log entry of a copy for translation, as Wagtail writes it, for the user of the log's context."""
    context = get_active_log_context()
    data = {
        "page": {
            "id": twin.pk,
            "title": twin.get_admin_display_title(),
            "locale": {"id": twin.locale.pk, "language_code": twin.locale.language_code},
        },
        "source": {"id": above.pk, "title": above.get_admin_display_title()},
        "destination": {"id": place.pk, "title": place.get_admin_display_title()},
        "keep_live": False,
        "source_locale": {"id": above.locale.pk, "language_code": above.locale.language_code},
    }
    entry = PageLogEntry(
        page=twin,
        content_type=twin.cached_content_type,
        label=twin.get_admin_display_title(),
        action="wagtail.copy_for_translation",
        timestamp=timezone.now(),
        user=context.user,
        uuid=context.uuid,
        data=data,
    )
    # Not by Wagtail's `log`, which asks the database whether the page, its type and the user are there.
    PageLogEntry.objects.bulk_create([entry])


def _copy_restrictions(page: Page, twin: Page, place: Page) -> None:
    """Let nobody read the twin who may not read the page, unless the pages above the twin are restricted already."""
    restrictions = list(page.view_restrictions.all())
    if not restrictions or place.get_view_restrictions().exists():
        return
    for restriction in restrictions:
        copy = PageViewRestriction(
            page=twin, restriction_type=restriction.restriction_type, password=restriction.password
        )
        copy.save()
        copy.groups.set(restriction.groups.all())
