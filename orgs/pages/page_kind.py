"""The declaration of a kind of page, which its page class carries as `page_kind`.

    class RecipePage(OrgContentPage):
        page_kind = PageKind(number=12, name="recipe", label=_("Recipe"), schema_type="Recipe", tab=RECIPES)

Everything that has to know kinds of pages (rows, lists, facets, the API, the desk) reads orgs.pages.registry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Tab:
    """A list below an organization's home; kinds that carry the same tab stand in one list.

    `slug` is its address there. `row` is the template of one entry, `order` the fields by which entries are sorted
    (none: the newest first).
    """

    name: str
    title: _StrOrPromise
    slug: str
    position: int
    row: str = "components/item.html"
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShortForm:
    """A form in which a kind of page is written on a phone: /workspace/<address>/ for a new one, and <id>/ below it.

    `form` is the dotted path of its class, a subclass of orgs.pages.short_form.ShortPageForm. `name` stands in the
    names of its addresses where a class of pages has a form of its own, and no kind of its own; else it is the kind's.
    `button` and `icon` (vocabulary.icons) are on the small button that begins a new one.
    """

    form: str
    address: str
    new_title: _StrOrPromise
    edit_title: _StrOrPromise
    button: _StrOrPromise
    icon: str = "pen"
    name: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class ContentKind:
    """A kind of what is public: of pages, or of entries that are no pages (catalog.sources).

    `number` is what counting rows and search indexes store: it never changes, and is never given to another kind.
    `name` stands in addresses, rows and the API. `is_listed` is False for what is no publication of an organization:
    lists, feeds and figures leave it out.
    """

    number: int
    name: str
    label: _StrOrPromise
    is_listed: bool = True


@dataclass(frozen=True, eq=False, kw_only=True)
class PageKind(ContentKind):
    """A kind of page; page classes that inherit a kind, and declare none, are of that kind.

    Its number is also in orgs.pages.numbers. `schema_type` is its type at schema.org. `requires_text` refuses to send
    it for review as long as it has neither a summary nor a text. `shows_whole_picture` is for covers, of which nothing
    may be cut off. `is_written_elsewhere` is for pages that give the words of somebody outside the portal.
    """

    schema_type: str
    tab: Tab | None = None
    short_form: ShortForm | None = None
    requires_text: bool = False
    shows_whole_picture: bool = False
    is_written_elsewhere: bool = False


PAGE = PageKind(number=4, name="page", label=_("Page"), schema_type="WebPage", is_listed=False)
