"""The check for text that is already on another organization's page.

The text is not compared with all pages: the search index is asked for a few phrases of it, and only pages that hold one
of these phrases are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from catalog.models import CatalogEntry
from khmer.text import has_khmer
from moderation.checks.checked_page import CheckedPage
from moderation.checks.registry import Check, Finding, FindingWords, check
from moderation.comparison.shingles import overlap, shingles
from search.engines.base import Query
from search.engines.database_engines import database_engine
from search.query.text import MOST_TOKENS, index_tokens, matching_tokens

# In tokens: English words, or Khmer clusters, of which a word has two or three.
ENGLISH_PHRASE, KHMER_PHRASE = 8, 14
# Phrases that are looked for, from all parts of a text.
PHRASES = 8
# In tokens. Shorter texts are alike by chance.
SHORTEST = 30
# Results of each query, and pages that are compared in all.
MOST_FOUND, MOST_COMPARED = 20, 10
# A finding needs this part (0 to 1) of the text on the other page, or one passage as long as so many phrases.
LARGE_SHARE = 0.5
LONG_PASSAGE = 6


@check
class CopiedText(Check):
    """A check that compares a page with the public pages of other organizations, not with its own translations."""

    name = "copied"
    label = _("Copied text")
    says: ClassVar = {
        "copied": FindingWords(
            _("%(share)s%% of this text is also on a page of %(organization)s."),
            _("If it is theirs, quote a few sentences, say whose they are, and link to their page."),
        ),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield a finding for each public page of another organization that shares half or a long passage."""
        text = " ".join(checked.texts)
        own = index_tokens(text)
        if len(own) < SHORTEST:
            return
        length = KHMER_PHRASE if has_khmer(text) else ENGLISH_PHRASE
        for entry in candidates(queries(phrases(text, length), length), checked):
            share, longest = shared(own, index_tokens(f"{entry.title} {entry.summary} {entry.text}"))
            if share >= LARGE_SHARE or longest >= LONG_PASSAGE * length:
                name = entry.organization.name_in(entry.language)
                yield Finding("copied", entry.title, {"share": round(share * 100), "organization": name})


def phrases(text: str, length: int) -> list[str]:
    """Return at most 8 phrases of `length` tokens from all parts of a text, each with the longest words of its part.

    Long words are the rarest, so these phrases find the fewest other pages.
    """
    tokens = list(matching_tokens(text))
    # One phrase from each part, so that the phrases cover the whole text.
    step = max(length, len(tokens) // PHRASES)
    parts = [tokens[start : start + step] for start in range(0, len(tokens) - length + 1, step)][:PHRASES]
    return [_rarest(text, part, length) for part in parts if len(part) >= length]


def _rarest(text: str, tokens: Sequence, length: int) -> str:
    """Return the passage of so many tokens with the longest words."""
    windows = range(len(tokens) - length + 1)
    first = max(windows, key=lambda start: sum(len(token.text) for token in tokens[start : start + length]))
    passage = text[tokens[first].start : tokens[first + length - 1].end]
    # Quotation marks would end the phrase within the query.
    return "".join(" " if sign in '"“”«»|' else sign for sign in passage)


def candidates(wanted: Iterable[str], checked: CheckedPage) -> list[CatalogEntry]:
    """Return at most 10 catalog entries of public pages of other organizations that one of the search queries finds."""
    # Only the ids: a whole search also counts facets and looks for misspelt words, and takes fifteen times as long.
    asked = [Query(text=query, page_size=MOST_FOUND) for query in wanted]
    found = {page_id for query in asked for page_id in database_engine().ranked(query)}
    # ranked() looks at the words alone: it also finds rows that nobody sees now.
    is_others = CatalogEntry.objects.public().pages().exclude(organization=checked.organization)
    others = is_others.filter(pk__in=found).exclude(translation_key=checked.page.translation_key)
    return list(others.select_related("organization")[:MOST_COMPARED])


def queries(wanted: Sequence[str], length: int) -> Iterator[str]:
    """Yield search queries that find pages with any of the phrases (quoted, joined by OR), within the token limit.

    `length` is the number of tokens in each phrase.
    """
    # The search takes so many tokens in a query, and each phrase has `length` of them.
    most = MOST_TOKENS // length
    for start in range(0, len(wanted), most):
        yield " OR ".join(f'"{phrase}"' for phrase in wanted[start : start + most])


def shared(own: Sequence[str], other: Sequence[str]) -> tuple[float, int]:
    """Return the part (0 to 1) of one text's tokens that another has too, and the longest common passage in tokens."""
    return overlap(list(shingles(own)), set(shingles(other)))
