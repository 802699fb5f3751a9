"""Replace words in rows as the database holds them, whatever their models say when they are saved."""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.db import IntegrityError, connection, models, transaction

# Returns a text as it should be; the same one where nothing is to be replaced.
Redact = Callable[[str], str]


def text_columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields of a model's own table that hold free text, without its primary key."""
    return [field for field in model._meta.local_concrete_fields if not field.primary_key and is_text(field)]


def is_text(field: models.Field[Any, Any]) -> bool:
    """Return whether a model field holds free text (char, text or JSON; no choices, relation or file)."""
    # A field with choices holds what the code says, and no word of anybody's; a file keeps its name.
    if field.is_relation or field.choices or isinstance(field, models.FileField):
        return False
    return isinstance(field, models.CharField) or field.get_internal_type() in ("TextField", "JSONField")


def has_own_table(model: type[models.Model]) -> bool:
    """Return whether a model has a real table to rewrite: no proxy, unmanaged model or full text index."""
    return not model._meta.proxy and model._meta.managed and not model._meta.db_table.endswith("_fts")


def stored_texts(
    model: type[models.Model], after: str = "", parameters: tuple[Any, ...] = ()
) -> Iterator[tuple[Any, list[str | None]]]:
    """Yield (key, texts) of each row of a model, as stored; `after` is an SQL condition."""
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in (model._meta.pk, *text_columns(model))]
    sql = f"SELECT {', '.join(columns)} FROM {quote(model._meta.db_table)} {after}"
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(500):
            for key, *texts in rows:
                yield key, texts


def redact_row(model: type[models.Model], key: Any, redact: Redact, leave: Collection[str] = ()) -> bool:
    """Replace words in the text fields of one row by `redact`, except `leave`; return whether it changed.

    Return whether anything changed.
    """
    quote = connection.ops.quote_name
    where = f"WHERE {quote(str(model._meta.pk.column))} = %s"
    for _key, texts in stored_texts(model, where, (key,)):
        fields = text_columns(model)
        changed = {
            str(field.column): new
            for field, text in zip(fields, texts, strict=True)
            if text and field.name not in leave and (new := redacted_value(field, text, redact)) != text
        }
        if changed:
            _write(model, where, key, changed)
            return True
    return False


def _write(model: type[models.Model], where: str, key: Any, changed: dict[str, str]) -> None:
    quote = connection.ops.quote_name
    values = ", ".join(f"{quote(column)} = %s" for column in changed)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {values} {where}"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, (*changed.values(), key))
    except IntegrityError:
        # Two rows that must differ would become the same, as two tags do.
        unlike = [f"{text} {secrets.token_hex(4)}" if text else text for text in changed.values()]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, (*unlike, key))


def redacted_value(field: models.Field[Any, Any], stored: str, redact: Redact) -> str:
    """Return a stored text redacted for its field; if changed, a mail, link or phone becomes "", a slug random."""
    if field.get_internal_type() == "JSONField" or stored.startswith(("{", "[")):
        return redacted_json(stored, redact)
    new = redact(stored)
    if new == stored:
        return stored
    if isinstance(field, models.EmailField | models.URLField) or field.name == "phone":
        return ""
    if isinstance(field, models.SlugField):
        return f"removed-{secrets.token_hex(4)}"
    return new[: field.max_length] if field.max_length else new


def redacted_json(stored: str, redact: Redact) -> str:
    """Return a JSON text with its strings and keys redacted; a text that is no JSON is redacted whole."""
    try:
        value = json.loads(stored)
    except ValueError:
        return redact(stored)
    new = redacted_data(value, redact)
    return stored if new == value else json.dumps(new)


def redacted_data(value: Any, redact: Redact) -> Any:
    """Return JSON data with all its strings and keys redacted, also in strings that are JSON."""
    if isinstance(value, str):
        return redacted_json(value, redact) if value.startswith(("{", "[")) else redact(value)
    if isinstance(value, list):
        return [redacted_data(part, redact) for part in value]
    if isinstance(value, dict):
        return {redact(name): redacted_data(part, redact) for name, part in value.items()}
    return value
