"""The segments of a source, written in bulk: wagtail-localize asks five queries for each of them.

It takes the place of `TranslationSource.refresh_segments`. The rows are the same, but for the field paths of contexts,
which wagtail-localize fills in itself when it needs one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid5

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslationContext,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments


def refresh_segments(self: Any) -> None:
    """Bring the segments of a source level with its content, whatever their number in some twenty queries."""
    values = list(extract_segments(self.as_instance()))
    contexts = contexts_of(self.object_id, {value.path for value in values})
    of_kind: dict[type, list[Any]] = {}
    for value in values:
        of_kind.setdefault(type(value), []).append(value)

    def rows(kind: type, more: Callable[[Any], dict[str, Any]]) -> list[dict[str, Any]]:
        found = of_kind.get(kind, [])
        return [{"context_id": contexts[value.path], "order": value.order, **more(value)} for value in found]

    strings = strings_of(self.locale_id, {value.string.data for value in of_kind.get(StringSegmentValue, [])})
    templates = templates_of(of_kind.get(TemplateSegmentValue, []))
    texts = rows(
        StringSegmentValue, lambda value: {"string_id": strings[value.string.data].pk, "attrs": as_json(value.attrs)}
    )
    replace(StringSegment, self, texts)
    layouts = rows(TemplateSegmentValue, lambda value: {"template_id": templates[template_key(value)]})
    replace(TemplateSegment, self, layouts)
    overridable = rows(OverridableSegmentValue, lambda value: {"data_json": as_json(value.data)})
    replace(OverridableSegment, self, overridable)
    # The portal's pages have none: what they refer to is the same in both languages.
    related = [RelatedObjectSegment.from_value(self, value).pk for value in of_kind.get(RelatedObjectSegmentValue, [])]
    self.relatedobjectsegment_set.exclude(pk__in=related).delete()


def as_json(value: Any) -> str:
    """Return a value as JSON, as localize stores it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


def contexts_of(key: UUID, paths: set[str]) -> dict[str, int]:
    """Return the ids of the contexts of an object by their paths, created where they are missing."""
    known = TranslationContext.objects.filter(object=key)
    missing = paths - set(known.values_list("path", flat=True))
    TranslationContext.objects.bulk_create(
        [
            TranslationContext(object_id=key, path=path, path_id=TranslationContext._get_path_id(path))
            for path in sorted(missing)
        ],
        ignore_conflicts=True,
    )
    return dict(known.filter(path__in=paths).values_list("path", "pk"))


def strings_of(locale_id: int, sentences: set[str]) -> dict[str, String]:
    """Return localize's rows of sentences of a language by sentence, created where they are missing."""
    hashes = {String._get_data_hash(sentence): sentence for sentence in sentences}
    stored = String.objects.filter(locale=locale_id, data_hash__in=hashes)
    found = {string.data: string for string in stored}
    missing = {key: sentence for key, sentence in hashes.items() if sentence not in found}
    if not missing:
        return found
    String.objects.bulk_create(
        [String(locale_id=locale_id, data_hash=key, data=sentence) for key, sentence in missing.items()],
        ignore_conflicts=True,
    )
    return {string.data: string for string in stored.all()}


def template_key(value: TemplateSegmentValue) -> UUID:
    """Return the key under which localize stores the layout of a rich text."""
    return uuid5(uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def templates_of(values: list[TemplateSegmentValue]) -> dict[UUID, int]:
    """Return the ids of localize's layouts of rich texts by their keys, created where they are missing."""
    wanted = {template_key(value): value for value in values}
    Template.objects.bulk_create(
        [
            Template(uuid=key, template=value.template, template_format=value.format, string_count=value.string_count)
            for key, value in wanted.items()
        ],
        ignore_conflicts=True,
    )
    return dict(Template.objects.filter(uuid__in=wanted).values_list("uuid", "pk"))


def replace(model: type[Model], source: Any, wanted: Iterable[dict[str, Any]]) -> None:
    """Create and delete a source's segments of one kind, so that they are the wanted ones; others keep their ids."""
    rows = list(wanted)
    names = list(rows[0]) if rows else ["context_id"]
    stored: dict[tuple[Any, ...], int] = {}
    surplus = []
    for pk, *values in model._default_manager.filter(source=source).values_list("pk", *names):
        if stored.setdefault(tuple(values), pk) != pk:
            surplus.append(pk)
    keys = dict.fromkeys(tuple(row[name] for name in names) for row in rows)
    gone = [pk for values, pk in stored.items() if values not in keys]
    if gone or surplus:
        model._default_manager.filter(pk__in=[*gone, *surplus]).delete()
    model._default_manager.bulk_create(
        [model(source=source, **dict(zip(names, key, strict=True))) for key in keys if key not in stored]
    )
