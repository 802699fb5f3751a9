"""The one kind of page of the stock project."""

from django.db import models
from wagtail.models import Page
from wagtail.search import index


class TextPage(Page):
    body = models.TextField()

    search_fields = [*Page.search_fields, index.SearchField("body")]
