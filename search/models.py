"""Tables of search beside the catalog's: pages to be written to Elasticsearch, and the words of pages."""

from __future__ import annotations

from django.db import models


class PendingReindex(models.Model):
    """A queued page whose document in Elasticsearch may be older than its rows.

    Added in the transaction that changes a row and, once written, deleted by its number, so that no transaction waits
    for another.
    """

    # Not unique: a page that changes again while it is written gets a second row, which is written after the first.
    translation_key = models.UUIDField()

    def __str__(self) -> str:
        return str(self.translation_key)


class Word(models.Model):
    """A word that some public page has or had; see search.query.known_words."""

    text = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "search_word"

    def __str__(self) -> str:
        return self.text


class WordKey(models.Model):
    """A hash of a word without one of its letters; similar words share one."""

    # Not unique: similar words have the same key, which is how one is found by the other.
    key = models.BigIntegerField(db_index=True)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        db_table = "search_word_key"

    def __str__(self) -> str:
        return str(self.key)
