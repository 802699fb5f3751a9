"""Permissions of translators, one small function a rule."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import Translation

from common.refusal import Refusal
from orgs.models import OrgContentPage
from orgs.pages.registry import page_kinds
from orgs.permissions import is_editor, may_see_draft, may_translate, translator_memberships


def may_write_translation(user: Any, page: OrgContentPage, language: str) -> bool:
    """Return whether a user may write a page's translation into a language: its writers, translators and editors."""
    return is_editor(user) or may_translate(user, page.organization_id, language)


def check_may_write(user: Any, page: OrgContentPage | None, locale: Locale) -> None:
    """Raise Refusal unless a user may write this page's translation into a language."""
    if page is None or not may_write_translation(user, page, locale.language_code):
        raise Refusal(_("You may not translate this page into this language."), code="translators_only")


def may_read_for_translation(user: Any, page: OrgContentPage) -> bool:
    """Return whether a user may read a page's draft: as member or editor, or as translator once it was begun.

    A translator reads both pages of a translation into her language, and no other draft.
    """
    if may_see_draft(user, page):
        return True
    languages = [m.translates_into for m in translator_memberships(user) if m.organization_id == page.organization_id]
    begun = Translation.objects.filter(source__object=page.translation_key, target_locale__language_code__in=languages)
    return bool(languages) and page.organization.is_active and begun.exists()


def pages_to_translate(user: Any) -> QuerySet[OrgContentPage]:
    """Return the pages that a translator may translate, the newest first: begun ones, and public ones without a twin.

    They are in the other language than hers, and of active organizations; empty for everybody else.
    """
    begun = Translation.objects.values("source__object")
    public = OrgContentPage.objects.live().values("translation_key")
    hers = Q(pk__in=[])
    for membership in translator_memberships(user):
        if membership.organization.is_active:
            into = membership.translates_into
            known = Q(translation_key__in=begun.filter(target_locale__language_code=into))
            # Where it is public in her language too, and nobody began, it was written by hand.
            untouched = Q(live=True) & ~Q(translation_key__in=public.filter(locale__language_code=into))
            of_hers = Q(organization=membership.organization_id) & ~Q(locale__language_code=into)
            hers |= of_hers & (known | untouched)
    kinds = [model for model in page_kinds().models if model.translated_fields]
    return OrgContentPage.objects.type(*kinds).filter(hers).order_by("-latest_revision_created_at", "-pk")
