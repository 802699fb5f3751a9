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
    write_segments(self, self.as_instance(), is_new=False)


def write_segments(source: Any, content: Any, *, is_new: bool) -> None:
    """Write the segments of a source, made of this content; `is_new` when the source has none yet."""
    values = list(extract_segments(content))
    contexts = contexts_of(source.object_id, {value.path for value in values}, is_new=is_new)
    of_kind: dict[type, list[Any]] = {}
    for value in values:
        of_kind.setdefault(type(value), []).append(value)

    def rows(kind: type, more: Callable[[Any], dict[str, Any]]) -> list[dict[str, Any]]:
        found = of_kind.get(kind, [])
        return [{"context_id": contexts[value.path], "order": value.order, **more(value)} for value in found]

    strings = strings_of(source.locale_id, {value.string.data for value in of_kind.get(StringSegmentValue, [])})
    templates = templates_of(of_kind.get(TemplateSegmentValue, []))
    texts = rows(
        StringSegmentValue, lambda value: {"string_id": strings[value.string.data].pk, "attrs": as_json(value.attrs)}
    )
    replace(StringSegment, source, texts, is_new=is_new)
    layouts = rows(TemplateSegmentValue, lambda value: {"template_id": templates[template_key(value)]})
    replace(TemplateSegment, source, layouts, is_new=is_new)
    overridable = rows(OverridableSegmentValue, lambda value: {"data_json": as_json(value.data)})
    replace(OverridableSegment, source, overridable, is_new=is_new)
    # The portal's pages have none: what they refer to is the same in both languages.
    related = [
        RelatedObjectSegment.from_value(source, value).pk for value in of_kind.get(RelatedObjectSegmentValue, [])
    ]
    if not is_new:
        source.relatedobjectsegment_set.exclude(pk__in=related).delete()


def as_json(value: Any) -> str:
    """Return a value as JSON, as localize stores it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


def contexts_of(key: UUID, paths: set[str], *, is_new: bool) -> dict[str, int]:
    """Return the ids of the contexts of an object by their paths, created where they are missing."""
    known = {} if is_new else dict(TranslationContext.objects.filter(object=key).values_list("path", "pk"))
    missing = [
        TranslationContext(object_id=key, path=path, path_id=TranslationContext._get_path_id(path))
        for path in sorted(paths - set(known))
    ]
    # A row that is there, of the other language or of this moment, is "updated" to what it says: so its id comes back.
    TranslationContext.objects.bulk_create(
        missing, update_conflicts=True, unique_fields=["object", "path_id"], update_fields=["path"]
    )
    return known | {context.path: context.pk for context in missing}


def strings_of(locale_id: int, sentences: set[str]) -> dict[str, String]:
    """Return localize's rows of sentences of a language by sentence, created where they are missing."""
    hashes = {String._get_data_hash(sentence): sentence for sentence in sentences}
    stored = String.objects.filter(locale=locale_id, data_hash__in=hashes)
    found = {string.data: string for string in stored}
    missing = [
        String(locale_id=locale_id, data_hash=key, data=sentence)
        for key, sentence in sorted(hashes.items())
        if sentence not in found
    ]
    String.objects.bulk_create(
        missing, update_conflicts=True, unique_fields=["locale", "data_hash"], update_fields=["data"]
    )
    return found | {string.data: string for string in missing}


def template_key(value: TemplateSegmentValue) -> UUID:
    """Return the key under which localize stores the layout of a rich text."""
    return uuid5(uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def templates_of(values: list[TemplateSegmentValue]) -> dict[UUID, int]:
    """Return the ids of localize's layouts of rich texts by their keys, created where they are missing."""
    wanted = {template_key(value): value for value in values}
    known = dict(Template.objects.filter(uuid__in=wanted).values_list("uuid", "pk"))
    missing = [
        Template(uuid=key, template=value.template, template_format=value.format, string_count=value.string_count)
        for key, value in sorted(wanted.items())
        if key not in known
    ]
    Template.objects.bulk_create(missing, update_conflicts=True, unique_fields=["uuid"], update_fields=["template"])
    return known | {template.uuid: template.pk for template in missing}


def replace(model: type[Model], source: Any, wanted: Iterable[dict[str, Any]], *, is_new: bool) -> None:
    """Create and delete a source's segments of one kind, so that they are the wanted ones; others keep their ids."""
    rows = list(wanted)
    names = list(rows[0]) if rows else ["context_id"]
    stored: dict[tuple[Any, ...], int] = {}
    surplus = []
    present = [] if is_new else model._default_manager.filter(source=source).values_list("pk", *names)
    for pk, *values in present:
        if stored.setdefault(tuple(values), pk) != pk:
            surplus.append(pk)
    keys = dict.fromkeys(tuple(row[name] for name in names) for row in rows)
    gone = [pk for values, pk in stored.items() if values not in keys]
    if gone or surplus:
        model._default_manager.filter(pk__in=[*gone, *surplus]).delete()
    model._default_manager.bulk_create(
        [model(source=source, **dict(zip(names, key, strict=True))) for key in keys if key not in stored]
    )
