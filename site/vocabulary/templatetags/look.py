"""Template tags of the portal's look: icons, squares of cloth, marks of language and page numbers."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from khmer.text import has_khmer
from vocabulary.icons import ICONS
from vocabulary.models import Topic

register = template.Library()

# In units of the drawing: the side of a square, and the distance from one to the next.
SQUARE, STEP = 16, 20
COLUMNS = 20
LARGEST_CLOTH = 200

NEIGHBOURS = 1

# Topics whose pages carry the button to leave at once.
SENSITIVE_TOPICS = frozenset({"rape", "domestic-violence", "human-trafficking"})


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the icon of this name as SVG, hidden from screen readers. Raises KeyError for an unknown name (tag)."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name])


@register.simple_tag
def cloth(women: int, men: int, columns: int = COLUMNS, absent: int = 0) -> SafeString | str:
    """Return SVG with a square for each woman, man and absent person, `columns` in a row; "" for 0 or above 200 (tag).

    Empty above 200 people or for nobody. Hidden from screen readers: the numbers always stand beside it.
    """
    people = women + men + absent
    if not 0 < people <= LARGEST_CLOTH:
        return ""
    # Rounded up.
    rows = -(-people // columns)
    return format_html(
        '<svg class="cloth" viewBox="0 0 {} {}" aria-hidden="true">'
        '<path class="women" d="{}"/><path class="men" d="{}"/>{}</svg>',
        columns * STEP - (STEP - SQUARE),
        rows * STEP - (STEP - SQUARE),
        _squares(range(women), columns),
        _squares(range(women, women + men), columns),
        format_html('<path class="absent" d="{}"/>', _hollow_squares(range(women + men, people), columns))
        if absent
        else "",
    )


def _hollow_squares(places: range, columns: int) -> str:
    """Return the path data of hollow squares at these places: smaller by their own line."""
    corners = ((place % columns * STEP + 1, place // columns * STEP + 1) for place in places)
    return "".join(f"M{x} {y}h{SQUARE - 2}v{SQUARE - 2}h-{SQUARE - 2}z" for x, y in corners)


def _squares(places: range, columns: int) -> str:
    """Return the path data of the squares at these places of the cloth, counted row by row."""
    corners = ((place % columns * STEP, place // columns * STEP) for place in places)
    return "".join(f"M{x} {y}h{SQUARE}v{SQUARE}h-{SQUARE}z" for x, y in corners)


@register.simple_tag
def swatch(who: str) -> SafeString:
    """Return the SVG square that explains a colour of the drawing of people: `women`, `men` or `absent` (tag)."""
    square = "M2 2h12v12H2z" if who == "absent" else "M0 0h16v16H0z"
    return format_html('<svg class="{}" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>', who, square)


@register.simple_tag
def lang(language: str) -> SafeString | str:
    """Return the HTML attribute ` lang="km"` if the language is not the page's; else "" (template tag)."""
    return "" if language == get_language() else format_html(' lang="{}"', language)


@register.simple_tag
def lang_of(text: object) -> SafeString | str:
    """Return ` lang="km"` for a text with Khmer letters, "en" for one with a-z; "" if the page's, or neither (tag)."""
    letters = str(text)
    if has_khmer(letters):
        return lang("km")
    return lang("en") if any(letter.isascii() and letter.isalpha() for letter in letters) else ""


@register.filter
def typed(text: str) -> SafeString:
    """Return typed text as escaped HTML, in a <span lang> where its script is not the page's (template filter)."""
    mark = lang_of(text)
    return format_html("<span{}>{}</span>", mark, text) if mark else conditional_escape(str(text))


@register.simple_tag
def page_numbers(current: int, last: int) -> list[int | None]:
    """Return the page numbers to show: first, last and around the current one; None stands for a gap (tag)."""
    around = range(current - NEIGHBOURS, current + NEIGHBOURS + 1)
    shown = sorted({1, last, *(number for number in around if 1 <= number <= last)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


@register.simple_tag(takes_context=True)
def page_query(context: Context, number: int, parameter: str = "") -> str:
    """Return the query string for page `number` of a list, with the address's other parameters kept (tag)."""
    query = context["request"].GET.copy()
    query[parameter or "page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def sensitive(topics: Iterable[Topic] | Topic) -> bool:
    """Return whether a topic, or any of several, is one whose readers may need to leave quickly (template filter)."""
    several = [topics] if isinstance(topics, Topic) else topics
    return any(topic.slug in SENSITIVE_TOPICS for topic in several)
