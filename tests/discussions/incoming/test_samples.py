"""Mails in the styles of many programs: what is kept of each is exactly what was written anew."""

from __future__ import annotations

import re
from typing import Any

import pytest

from discussions.incoming.parsing import ParsedMail, parse_mail
from discussions.incoming.trimming.trim import TrimmedText, trim_quote
from tests.discussions.incoming.samples import SECRETS, Sample, load

SAMPLES = load()
KHMER = re.compile("[\u1780-\u17ff]")


@pytest.fixture(autouse=True)
def mail_domain(settings: Any) -> None:
    settings.DISCUSSIONS_MAIL_DOMAIN = "lists.example.org"


def read(sample: Sample) -> tuple[ParsedMail, TrimmedText]:
    parsed = parse_mail(sample.raw)
    return parsed, trim_quote(parsed, sample.sent)


def test_there_are_enough_samples() -> None:
    assert len(SAMPLES) >= 44
    assert sum(bool(KHMER.search(sample.wanted)) for sample in SAMPLES) >= 12


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_what_was_written_is_kept_and_nothing_else(sample: Sample) -> None:
    parsed, trimmed = read(sample)

    assert trimmed.kept == sample.wanted
    assert parsed.kind == sample.kind
    assert parsed.subject == sample.subject
    assert list(parsed.attachments) == sample.attachments
    assert [secret for secret in SECRETS if secret in trimmed.kept] == []
    # Not what can be put back either: a token opens her choices to everybody.
    assert [secret for secret in SECRETS[-2:] if secret in trimmed.cut] == []
