"""What counts as a program, and by which way a reader came: pure functions."""

import pytest

from reach.models import Way
from reach.robots import is_robot
from reach.ways import way_of
from tests.reach.agents import ANDROID, IN_FACEBOOK, IN_TELEGRAM, PEOPLE, ROBOTS


@pytest.mark.parametrize("agent", PEOPLE)
def test_browsers_of_people_are_no_robots(agent):
    assert not is_robot(agent)


@pytest.mark.parametrize("agent", ROBOTS)
def test_programs_are_robots(agent):
    assert is_robot(agent)


@pytest.mark.parametrize(
    ("referer", "agent", "way"),
    [
        ("", ANDROID, Way.OTHER),
        ("", IN_FACEBOOK, Way.FACEBOOK),
        ("", IN_TELEGRAM, Way.TELEGRAM),
        ("https://neary.example/km/search/?q=x", ANDROID, Way.SEARCH),
        ("https://neary.example/km/activity/", IN_FACEBOOK, Way.PORTAL),
        ("https://l.facebook.com/", ANDROID, Way.FACEBOOK),
        ("https://m.facebook.com/some/page?x=1", ANDROID, Way.FACEBOOK),
        ("https://t.me/neary", ANDROID, Way.TELEGRAM),
        ("https://web.telegram.org/", ANDROID, Way.TELEGRAM),
        ("android-app://org.telegram.messenger/", ANDROID, Way.TELEGRAM),
        ("android-app://com.google.android.gm/", ANDROID, Way.MAIL),
        ("https://mail.google.com/", ANDROID, Way.MAIL),
        ("https://www.google.com.kh/", ANDROID, Way.ENGINES),
        ("https://google.com/", ANDROID, Way.ENGINES),
        ("https://duckduckgo.com/", ANDROID, Way.ENGINES),
        ("https://feedly.com/i/latest", ANDROID, Way.FEED),
        ("https://docs.google.com/document/", ANDROID, Way.OTHER),
        ("https://notfacebook.com/", ANDROID, Way.OTHER),
        ("https://facebook.com.example/", ANDROID, Way.OTHER),
        ("https://FACEBOOK.com:443/", ANDROID, Way.FACEBOOK),
        ("https://[broken/", ANDROID, Way.OTHER),
        ("no address at all", ANDROID, Way.OTHER),
    ],
)
def test_the_way_follows_from_the_referer_and_else_from_the_app(referer, agent, way):
    assert way_of(referer, agent, "neary.example") == way
