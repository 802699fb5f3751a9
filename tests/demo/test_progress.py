"""The bar that shows how far the demo content is."""

from __future__ import annotations

from io import StringIO

from django.core.management.base import OutputWrapper

from demo.progress import ProgressBar


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_at_each_tenth():
    told = StringIO()
    progress = ProgressBar(OutputWrapper(told), "Pages", 200)
    for _ in range(200):
        progress.advance()
    progress.finish()
    lines = told.getvalue().splitlines()
    assert [line.split()[-2] for line in lines] == [str(percent) for percent in range(0, 101, 10)]
    assert lines[5].strip() == "Pages                        [###############...............]  50 %"


def test_a_terminal_has_one_line_that_grows():
    told = Terminal()
    progress = ProgressBar(OutputWrapper(told), "Pages", 3)
    progress.advance(2)
    progress.finish()
    assert told.getvalue().count("\n") == 1 and told.getvalue().endswith("100 %\n")
    assert [part.split()[-2] for part in told.getvalue().split("\r")[1:]] == ["0", "66", "100"]


def test_more_than_was_expected_stays_at_the_whole():
    told = StringIO()
    progress = ProgressBar(OutputWrapper(told), "Events", 0)
    progress.advance(7)
    assert "100 %" in told.getvalue()
