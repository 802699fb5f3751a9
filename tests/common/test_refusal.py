"""The one exception by which services say no."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.functional import lazy
from django.utils.translation import get_language, override

from common.refusal import Refusal


def test_it_reads_as_its_message_and_names_its_reason() -> None:
    refusal = Refusal("Only editors can decide.", code="editors_only")

    assert str(refusal) == "Only editors can decide."
    assert refusal.code == "editors_only"


def test_a_lazy_message_is_read_in_the_language_of_who_reads_it() -> None:
    refusal = Refusal(lazy(get_language, str)(), code="draft")

    for language in ("en", "km"):
        with override(language):
            assert str(refusal) == language


def test_wagtail_answers_it_as_a_permission_that_is_missing() -> None:
    with pytest.raises(PermissionDenied, match="Only editors"):
        raise Refusal("Only editors can decide.", code="editors_only")


def test_a_reason_must_be_named() -> None:
    with pytest.raises(TypeError):
        Refusal("No.")  # type: ignore[call-arg]
