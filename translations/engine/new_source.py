"""A new source of translation, written at once: wagtail-localize asks for each row before it writes it.

The rows are those of `TranslationSource.update_or_create_from_instance`.
"""

from __future__ import annotations

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail_localize.models import TranslatableObject, TranslationSource, get_schema_version

from orgs.models import OrgContentPage
from translations.engine.bulk_segments import write_segments

# Asked once a process: migrations run before it starts.
schema_version = cache(get_schema_version)


def create_source(content: OrgContentPage) -> TranslationSource:
    """Take a page that has no source yet apart into sentences; return its new source. IntegrityError if it has one."""
    kind = ContentType.objects.get_for_model(content.get_translation_model())
    # It may be there, of a source in the other language.
    TranslatableObject.objects.bulk_create(
        [TranslatableObject(translation_key=content.translation_key, content_type=kind)], ignore_conflicts=True
    )
    source = TranslationSource.objects.create(
        object_id=content.translation_key,
        locale_id=content.locale_id,
        specific_content_type=ContentType.objects.get_for_model(type(content)),
        object_repr=str(content)[:200],
        content_json=content.to_json(),
        schema_version=schema_version(content._meta.app_label),
        last_updated_at=timezone.now(),
    )
    write_segments(source, content, is_new=True)
    return source
