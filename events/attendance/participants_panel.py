"""The full editor's part with the participants of an event, which only shows what was counted."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import HelpPanel, InlinePanel

from orgs.pages.forms import OrgPageForm

PARTICIPANTS = "participants"


class CountedRowsForm(OrgPageForm):
    """The full editor's form of an event, without participants where these were counted from check-ins."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if any(row.is_counted for row in self.instance.participants.all()):
            # A formset that is not there is neither shown nor saved, so the counted rows stay as they are.
            self.formsets.pop(PARTICIPANTS, None)


class ParticipantsPanel(InlinePanel):
    """The rows of participants in the full editor: to type, or to read where they were counted."""

    def get_bound_panel(
        self, instance: Any = None, request: Any = None, form: Any = None, prefix: str = "panel"
    ) -> Any:
        """Return the panel with a form for each row, or a read-only panel where the form has no participants."""
        if form is None or self.relation_name in form.formsets:
            return super().get_bound_panel(instance=instance, request=request, form=form, prefix=prefix)
        shown = HelpPanel(template="events/counted_rows.html", heading=self.heading).bind_to_model(self.model)
        return shown.get_bound_panel(instance=instance, request=request, form=form, prefix=prefix)
