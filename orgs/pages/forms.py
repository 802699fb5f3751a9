"""Forms of the full editor, shared by the kinds of content."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from khmer.lines import first_words
from orgs.guard import access_scopes
from orgs.guard.form_references import initial_references, posted_references
from orgs.models import Organization
from orgs.permissions import is_editor


class OrgPageForm(WagtailAdminPageForm):
    """The full editor's form of a page, in which a member can refer only to objects that she may see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_for_member:
            self.offer_named_organizations()

    @cached_property
    def is_for_member(self) -> bool:
        """Return whether the form is for a person who is no editor."""
        return self.for_user is not None and not is_editor(self.for_user)

    def offer_named_organizations(self) -> None:
        """Limit the form's choices of organizations to public ones and the person's own active ones."""
        for field in self.fields.values():
            if getattr(getattr(field, "queryset", None), "model", None) is Organization:
                # The stock choice lists hidden organizations, too.
                field.queryset = access_scopes.named_organizations(self.for_user)

    def full_clean(self) -> None:
        """Validate the form; before, raise Http404 if a member posted references to objects of others."""
        # Before any field is validated: a field that fails is shown again with the title of the chosen object.
        if self.is_bound and self.is_for_member:
            self.refuse_foreign()
        super().full_clean()

    def refuse_foreign(self) -> None:
        """Raise Http404 when a posted form newly refers to objects that the member may not see.

        Older references may stay. One query a kind of object, beside those by which Wagtail reads a posted block.
        """
        new: dict[str, set[str]] = defaultdict(set)
        # Else a page with an older picture of a shared collection could not be saved any more.
        for model, pk in posted_references(self) - initial_references(self):
            # None is for models that belong to all, such as topics.
            if kind := access_scopes.scope_of_model(model):
                new[kind].add(pk)
        for kind, pks in new.items():
            if not access_scopes.can_access_all(access_scopes.SCOPES[kind], self.for_user, pks):
                raise Http404


class TitleFromTextForm(OrgPageForm):
    """A page form whose title may be left empty: the model makes one from the text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = False

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data, with an error when both title and text are empty."""
        cleaned = super().clean()
        # Wagtail asks for a title when the draft is saved, which is too late to tell anybody.
        if "title" in self.fields and not (cleaned.get("title") or first_words(cleaned.get("text") or "", 80)):
            self.add_error("title", _("Write a title or a text."))
        return cleaned
