from __future__ import annotations

from django.db import models


class Applied(models.Model):
    """An effect of the drill. Nothing here is unique: a doubled effect shows as a second row."""

    handler = models.CharField(max_length=20)
    aggregate = models.CharField(max_length=40)
    number = models.PositiveIntegerField()


class Made(models.Model):
    """A change that was made with its event; after a commit that broke it tells whether it was."""

    number = models.PositiveIntegerField(primary_key=True)
    aggregate = models.CharField(max_length=40)


class Chain(models.Model):
    """The state of a page: made of all its effects, each once and in their order, or it is another."""

    aggregate = models.CharField(primary_key=True, max_length=40)
    state = models.CharField(max_length=64)
