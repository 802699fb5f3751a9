"""The two tables of counts: reads of pages by day and way, and fetches of files by day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from assets.models import Document
from orgs.models import OrgContentPage


class Way(models.TextChoices):
    """The ways in which readers come to a page."""

    SEARCH = "search", _("Search on Neary")
    PORTAL = "portal", _("Other pages of Neary")
    ENGINES = "engines", _("Search engines")
    FACEBOOK = "facebook", _("Facebook")
    TELEGRAM = "telegram", _("Telegram")
    MAIL = "mail", _("Mail")
    FEED = "feed", _("Feed")
    OTHER = "other", _("Other and unknown")


class PageReads(models.Model):
    """The number of times a page was read on a day by one way; of old days, the sum of their month on its first."""

    page = models.ForeignKey(OrgContentPage, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    way = models.CharField(max_length=8, choices=Way.choices)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = "reads of a page"
        verbose_name_plural = "reads of pages"
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "day", "way"], name="reach_page_day_way")]
        indexes: ClassVar = [models.Index(fields=["day"], name="reach_pagereads_day")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.day} {self.way}: {self.number}"


class FileFetches(models.Model):
    """The number of times a document was fetched on a day; of old days, the sum of their month on its first."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = "fetches of a file"
        verbose_name_plural = "fetches of files"
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "day"], name="reach_document_day")]
        indexes: ClassVar = [models.Index(fields=["day"], name="reach_filefetches_day")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.day}: {self.number}"
