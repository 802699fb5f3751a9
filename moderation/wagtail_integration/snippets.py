"""The admin pages on which editors set response times and the reasons that they give most often."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from moderation.matters.registry import matter_kinds
from moderation.models import AnswerTime, Reason
from moderation.models.settings import URGENT
from orgs.pages.registry import page_kinds


def kind_choices() -> list[tuple[str, Any]]:
    """Return form choices: empty, "urgent", and all kinds of pages and matters."""
    matters = [(name, kind.label) for name, kind in matter_kinds().items()]
    return [*BLANK_CHOICE_DASH, (URGENT, _("Urgent")), *page_kinds().labels.items(), *matters]


class AnswerTimeForm(WagtailAdminModelForm):
    """The form of a response time, with the kinds of pages to choose from."""

    # Declared here, not on the model: the model's column does not know the installed kinds of pages.
    kind = forms.ChoiceField(label=_("kind"), choices=kind_choices, required=False)


class AnswerTimes(SnippetViewSet):
    """The admin pages for response times."""

    model = AnswerTime
    icon = "time"
    menu_label = _("Answer times")
    copy_view_enabled = False
    list_display: ClassVar = ("tier", "kind_label", "hours")
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("tier", help_text=_("Leave it empty for all tiers that have no time of their own.")),
            FieldPanel("kind", help_text=_("Leave it empty for all kinds that have no time of their own.")),
            FieldPanel(
                "hours",
                help_text=_(
                    "A working day counts as 24 hours; what is urgent counts nights and weekends too."
                    " Pages that were sent before keep the time that was promised."
                ),
            ),
        ],
        base_form_class=AnswerTimeForm,
    )


class Reasons(SnippetViewSet):
    """The admin pages for reasons."""

    model = Reason
    icon = "comment"
    menu_label = _("Reasons")
    copy_view_enabled = False
    list_display: ClassVar = ("name_en", "name_km", "is_offered", "position")
    search_backend_name = None
    panels: ClassVar = [
        FieldPanel("name_en"),
        FieldPanel("name_km"),
        FieldPanel("slug"),
        FieldPanel("position"),
        FieldPanel(
            "is_offered", help_text=_("A reason that is no longer offered stays on the decisions that have it.")
        ),
    ]


class Moderation(SnippetViewSetGroup):
    """The menu entry for the editors' settings."""

    menu_label = _("Review")
    menu_icon = "clipboard-list"
    items = (AnswerTimes, Reasons)


register_snippet(Moderation)
