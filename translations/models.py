"""Models: how far each translation is; pairs of sentences of two public pages, and what finds similar sentences."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.models import Locale
from wagtail_localize.models import String, Translation

from orgs.models import Organization, OrgContentPage


class Fingerprint(models.Model):
    """One of the fingerprints of a sentence: sentences of similar words share at least one, with high probability."""

    string = models.ForeignKey(String, on_delete=models.CASCADE, related_name="fingerprints")
    value = models.BigIntegerField()

    class Meta:
        # By the value first: one look-up finds all sentences with one of many fingerprints.
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["value", "string"], name="translations_fingerprint_once")
        ]

    def __str__(self) -> str:
        return f"{self.string_id} {self.value}"


class PublishedPair(models.Model):
    """A sentence of a public page with its words in the public page of the other language; one row a direction."""

    string = models.ForeignKey(String, on_delete=models.CASCADE, related_name="published_pairs")
    # HTML of a sentence, as in localize's tables.
    words = models.TextField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(OrgContentPage, on_delete=models.CASCADE, related_name="+")
    # The page in the language of the words.
    twin = models.ForeignKey(OrgContentPage, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.page_id} {self.twin_id} {self.string_id}"


class TranslationProgress(models.Model):
    """The progress of one translation, kept by `translations.progress` alone: from it all lists are one query.

    `stale` and `missing` count sentences of memory. The two marks tell whether the *public* page is level: its original
    has the texts of `source_texts`, and what is public was written for those of `public_texts` ("" for nothing).
    """

    translation = models.OneToOneField(Translation, on_delete=models.CASCADE, related_name="progress")
    page = models.OneToOneField(OrgContentPage, on_delete=models.CASCADE, related_name="translation_progress")
    stale = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    source_texts = models.CharField(max_length=64)
    public_texts = models.CharField(max_length=64, blank=True)
    # The newest draft that was made of memory (a revision's id), and the texts of the original then.
    draft = models.BigIntegerField(null=True)
    draft_texts = models.CharField(max_length=64, blank=True)
    # When the original last became public with other texts.
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.page_id}: {self.stale} stale, {self.missing} missing"
