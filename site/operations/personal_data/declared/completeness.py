"""Find what may hold personal data and is declared nowhere: fields, payloads of events, templates of mails."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from common.personal_data import PersonalModel
from common.personal_data import registry as declared
from outbox.declarations import EventKind
from outbox.registry import registry as outbox_registry

# Words in the name of a field that may hold something of a person.
TELLING = re.compile(
    r"(?:^|_)(?:e?mail|phone|telephone|name|contact|token|key|secret|password|address|ip|agent|authors?|person|people"
    r"|sender|uid|birthday|label|subject)(?:_|$)"
)
# A text of so many characters may be anything that people type.
LONG_TEXT = 100
NUMBERS: tuple[Any, ...] = (int, bool, float, type(None))


def undeclared_fields(all_models: list[type[models.Model]] | None = None) -> list[str]:
    """Return model fields ("orgs.Invitation.email") that may hold personal data and are not declared."""
    found = apps.get_models(include_auto_created=True) if all_models is None else all_models
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.local_fields
        if may_be_personal(field) and not is_declared(model, field)
    ]


def unknown_declarations() -> list[str]:
    """Return the labels ("app.Model", "app.Model.field") declared as personal or not for which nothing exists."""
    wrong = []
    for label, said in declared.models.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            wrong.append(label)
            continue
        names = {field.name for field in model._meta.get_fields()}
        wrong += [f"{label}.{name}" for name in (*said.fields, *said.not_personal) if name not in names]
    return wrong


def may_be_personal(field: models.Field[Any, Any]) -> bool:
    """Return whether a model field may hold personal data, judged by its type, name and length."""
    if field.is_relation:
        # A link to an account is a person; what other links lead to is declared by itself.
        return field.related_model is get_user_model()
    if isinstance(field, models.EmailField | models.FileField | models.GenericIPAddressField | models.BinaryField):
        return True
    if field.get_internal_type() in ("TextField", "JSONField", "BinaryField"):
        return True
    # Of choices, the values are ours and nobody's.
    is_text = isinstance(field, models.CharField) and not field.choices
    return is_text and (bool(TELLING.search(field.name)) or (field.max_length or LONG_TEXT) >= LONG_TEXT)


def is_declared(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    """Return whether a field is declared as personal data or as none, by its model or a parent model."""
    said = declared.models.get(model._meta.label)
    if said and (field.name in said.fields or field.name in said.not_personal):
        return True
    # A subclass has the texts of its kind of page; links, addresses and files are declared each by itself.
    return is_plain_text(field) and any(parent.covers_subclasses for parent in parents_of(model))


def parents_of(model: type[models.Model]) -> Iterator[PersonalModel]:
    """Yield the personal data declarations of the models that a model inherits from."""
    for parent in model._meta.get_parent_list():
        if said := declared.models.get(parent._meta.label):
            yield said


def is_plain_text(field: models.Field[Any, Any]) -> bool:
    """Return whether a field is neither a relation nor an e-mail address nor a file."""
    return not field.is_relation and not isinstance(field, models.EmailField | models.FileField)


def undeclared_payloads() -> list[str]:
    """Return the names of event kinds whose payload has texts and is not declared for personal data."""
    kinds = outbox_registry.kinds.values()
    return [kind.name for kind in kinds if holds_texts(kind) and kind.name not in declared.payloads]


def holds_texts(kind: EventKind[Any]) -> bool:
    """Return whether an event's payload has a field that is not a number."""
    hints = typing.get_type_hints(kind.payload).values()
    # A text of any length may hold a name; numbers are ids.
    return any(not is_number(hint) for hint in hints)


def is_number(hint: Any) -> bool:
    """Return whether a type hint allows only numbers."""
    # `int | None` and the like.
    if isinstance(hint, types.UnionType):
        return all(is_number(part) for part in typing.get_args(hint))
    return hint in NUMBERS


def undeclared_mails() -> list[str]:
    """Return the names of mail templates for which no package declares what people they name."""
    return sorted(set(mail_templates()) - declared.mails.keys())


def mail_templates() -> Iterator[str]:
    """Yield the name, without ending, of each text template in a folder called "mail"."""
    for config in apps.get_app_configs():
        folder = Path(config.path) / "templates"
        for path in folder.glob("*/mail/*.txt"):
            yield str(path.relative_to(folder).with_suffix(""))
