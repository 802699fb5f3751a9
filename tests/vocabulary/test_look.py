import re

import pytest
from django.template import Context, Template
from django.utils import translation

from tests.schema.reference import TOPICS
from vocabulary.icons import ICONS
from vocabulary.models import Topic
from vocabulary.templatetags.look import SENSITIVE_TOPICS, cloth, icon, lang, page_numbers, sensitive


def squares(markup: str, who: str) -> int:
    return re.search(rf'class="{who}" d="([^"]*)"', markup).group(1).count("M")


@pytest.mark.parametrize(("women", "men"), [(17, 3), (79, 88), (1, 0), (0, 4), (200, 0)])
def test_one_square_is_one_person(women, men):
    markup = cloth(women, men)
    assert (squares(markup, "women"), squares(markup, "men")) == (women, men)


def test_no_square_is_drawn_twice_and_none_outside():
    markup = cloth(79, 88, columns=14)
    corners = [tuple(map(int, corner)) for corner in re.findall(r"M(\d+) (\d+)h", markup)]
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', markup).groups())
    assert len(set(corners)) == 167
    assert all(x + 16 <= width and y + 16 <= height for x, y in corners)


@pytest.mark.parametrize(("women", "men"), [(0, 0), (150, 51)])
def test_nobody_and_crowds_have_no_cloth(women, men):
    assert cloth(women, men) == ""


def test_icons_are_few_and_hidden_from_readers():
    # Sixteen, the four that were drawn later, and two for the parts of an article: "up" and "list".
    assert len(ICONS) == 22
    assert all('aria-hidden="true"' in icon(name) for name in ICONS)
    with pytest.raises(KeyError):
        icon("cart")


def test_only_the_other_language_is_marked():
    with translation.override("km"):
        assert lang("km") == ""
        assert lang("en") == ' lang="en"'


@pytest.mark.parametrize(
    ("current", "last", "numbers"),
    [
        (1, 1, [1]),
        (1, 4, [1, 2, None, 4]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (2, 3, [1, 2, 3]),
    ],
)
def test_page_numbers_keep_both_ends_and_the_neighbours(current, last, numbers):
    assert page_numbers(current, last) == numbers


def test_tags_escape_what_they_are_given():
    page = Template("{% load look %}{% lang language %}").render(Context({"language": '"><script>'}))
    assert "<script>" not in page


def test_pages_on_violence_can_be_left_at_once():
    assert sensitive([Topic(slug="law"), Topic(slug="domestic-violence")])
    assert not sensitive([Topic(slug="law")])
    assert {slug for slug, _english, _khmer in TOPICS} >= SENSITIVE_TOPICS
