"""`make bench AGAINST`: the interval of a ratio, and forms as they are sent."""

from __future__ import annotations

import random

import pytest

from tests.bench.against.__main__ import verdict
from tests.bench.against.ratio import interval
from tests.bench.against.session import FormReader


def rounds(median: float, spread: float, seed: int) -> list[list[float]]:
    draw = random.Random(seed)
    return [[median * draw.uniform(1 - spread, 1 + spread) for _ in range(3)] for _ in range(15)]


def test_the_interval_holds_the_ratio() -> None:
    low, high = interval(rounds(20, 0.1, 1), rounds(10, 0.1, 2))

    assert 1.8 < low < high < 2.2


def test_a_side_that_is_the_same_is_not_worse(capsys: pytest.CaptureFixture[str]) -> None:
    assert not verdict("search", rounds(10, 0.4, 1), rounds(10, 0.4, 2))
    assert "not worse" in capsys.readouterr().out


def test_a_side_that_takes_a_fifth_longer_is_worse(capsys: pytest.CaptureFixture[str]) -> None:
    assert verdict("search", rounds(12, 0.05, 1), rounds(10, 0.05, 2))
    assert "WORSE" in capsys.readouterr().out


def test_a_busy_machine_is_no_proof() -> None:
    assert not verdict("search", [[9.0], [40.0], [10.0]], [[10.0], [10.0], [9.0]])


def test_rounds_must_be_the_same() -> None:
    with pytest.raises(ValueError, match="same rounds"):
        interval([[1.0]], [])


def test_a_form_is_sent_as_it_stands() -> None:
    reader = FormReader()
    reader.feed(
        "<form><input name='q'></form>"
        "<form><input type='hidden' name='token' value='t'><textarea name='text'></textarea>"
        "<input type='radio' name='language' value='en'><input type='radio' name='language' value='km' checked>"
        "<select name='topic'><option value=''></option><option value='law' selected></option></select>"
        "<button name='action' value='send'></button><input type='file' name='photo'></form>"
    )

    assert reader.forms == [{"q": ""}, {"token": "t", "text": "", "language": "km", "topic": "law"}]
