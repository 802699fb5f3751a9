"""The declared kinds of pages: update, article and publication."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgs.pages.page_kind import PageKind, ShortForm, Tab

ARTICLES = Tab(name="article", title=_("Articles"), slug="articles", position=10)
PUBLICATIONS = Tab(
    name="publication",
    title=_("Publications"),
    slug="publications",
    position=30,
    row="components/publication_row.html",
)

UPDATE = PageKind(
    number=0,
    name="update",
    # With a context: without one a translator may take “Update” for the verb.
    label=pgettext_lazy("kind of page", "Update"),
    schema_type="NewsArticle",
    tab=ARTICLES,
    short_form=ShortForm(
        form="blog.short_form.UpdateForm",
        address="post",
        new_title=_("Post an update"),
        edit_title=_("Edit the update"),
        button=pgettext_lazy("kind of page", "Update"),
    ),
    requires_text=True,
)
ARTICLE = PageKind(
    number=1,
    name="article",
    label=_("Article"),
    schema_type="Article",
    tab=ARTICLES,
    short_form=ShortForm(
        form="blog.short_form.ArticleForm",
        address="article",
        new_title=_("Write an article"),
        edit_title=_("Edit the article"),
        button=_("Article"),
        icon="file",
    ),
    requires_text=True,
)
PUBLICATION = PageKind(
    number=2,
    name="publication",
    label=_("Publication"),
    schema_type="Report",
    tab=PUBLICATIONS,
    short_form=ShortForm(
        form="blog.publication_form.PublicationForm",
        address="publication",
        new_title=_("Publish a report or study"),
        edit_title=_("Edit the publication"),
        button=_("PDF document"),
        icon="down",
    ),
    shows_whole_picture=True,
)
