"""Template tag with the errors of all forms of a page, for the summary at its top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.template import Context

register = template.Library()


@dataclass(frozen=True)
class FormProblem:
    """One error of a form; `target` is the id of the box to go to.

    `label` is empty when the error concerns the whole form.
    """

    message: str
    label: str = ""
    target: str = ""


@register.simple_tag(takes_context=True)
def form_problems(context: Context) -> list[FormProblem]:
    """Return the errors of all posted forms in a page's context, for its error summary.

    A form that filters a list by its address is left out: it ignores invalid choices.
    """
    narrows = getattr(context.get("request"), "GET", None)
    forms = {id(form): form for value in context.flatten().values() for form in forms_in(value)}
    return [problem for form in forms.values() if form.data is not narrows for problem in problems_of(form)]


def forms_in(value: Any) -> Iterator[BaseForm]:
    """Yield the forms in a template variable: itself, or the members of a list or formset."""
    # The type is asked, for isinstance would load the objects that are only promised, and ask the database.
    kind = type(value)
    if issubclass(kind, BaseForm):
        yield value
    elif issubclass(kind, list | tuple | BaseFormSet):
        for each in value:
            yield from forms_in(each) if issubclass(type(each), BaseForm) else ()


def problems_of(form: BaseForm) -> Iterator[FormProblem]:
    """Yield the errors of a posted form with label and target: of the whole form first, then of each field."""
    if not (form.is_bound and form.errors):
        return
    visible = form.visible_fields()
    first = target_of(visible[0]) if visible else ""
    yield from (FormProblem(message, target=first) for message in messages(form.non_field_errors()))
    for field in visible:
        yield from (FormProblem(message, str(field.label), target_of(field)) for message in messages(field.errors))
    for field in form.hidden_fields():
        yield from (FormProblem(message) for message in messages(field.errors))


def messages(errors: Iterable[Any]) -> list[str]:
    """Return a form's or field's errors as a list of texts."""
    return [str(error) for error in errors]


def target_of(field: BoundField) -> str:
    """Return the HTML id of a form field's box or first choice; "" when there is none."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.subwidgets else "")
