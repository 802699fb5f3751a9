"""Printing leaves the rest of its process as it was."""

from __future__ import annotations

from PIL import ImageFile


def test_pictures_that_end_too_early_are_still_refused():
    import events.papers.printing  # noqa: F401

    assert not ImageFile.LOAD_TRUNCATED_IMAGES
