"""Saved replies: texts that editors often need in a decision, shared by all of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from vocabulary.bilingual import Bilingual

LONGEST_NAME, LONGEST_REPLY = 80, 600


class SavedReply(Bilingual, models.Model):
    """A text to authors in both languages, with a name by which editors find it."""

    name_km = models.CharField(_("name in Khmer"), max_length=LONGEST_NAME)
    name_en = models.CharField(_("name in English"), max_length=LONGEST_NAME)
    text_km = models.TextField(_("text in Khmer"), max_length=LONGEST_REPLY)
    text_en = models.TextField(_("text in English"), max_length=LONGEST_REPLY)

    class Meta:
        verbose_name = _("saved reply")
        verbose_name_plural = _("saved replies")
        ordering: ClassVar = ["name_en", "id"]

    def text_in(self, language: str) -> str:
        """Return the Khmer text for "km", else the English one."""
        return self.text_km if language == "km" else self.text_en
