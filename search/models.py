"""What search keeps beside the catalog's rows: what Elasticsearch has yet to be told, and the words of pages."""

from __future__ import annotations

from django.db import models


class PendingReindex(models.Model):
    """A page whose document in Elasticsearch may be behind its rows, whatever their languages.

    Recorded in the transaction that changes a row; only ever added and, once written, deleted by its number, so that
    nobody waits for anybody.
    """

    translation_key = models.UUIDField()

    def __str__(self) -> str:
        return str(self.translation_key)


class Word(models.Model):
    """A word that some page has, or had: see search.query.known_words."""

    text = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "search_word"

    def __str__(self) -> str:
        return self.text


class WordKey(models.Model):
    """What is left of a word without one of its letters, as a number: words that are alike share one."""

    key = models.BigIntegerField(db_index=True)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        db_table = "search_word_key"

    def __str__(self) -> str:
        return str(self.key)
