"""The texts of a thread by which it is found: those of its public posts, without what they quote."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models.functions import Left, Length

from discussions.models import Post, Thread

# In characters, of which a Khmer one takes three bytes: what PostgreSQL's index holds of one row. Of a longer thread
# each long post is cut, so that the newest one is found as well as the first.
LONGEST_TEXT = 120_000
BETWEEN = "\n\n"
QUOTE = ">"


def searchable_text(thread: Thread) -> str:
    """Return the texts of a thread's public posts for search, without quoted lines, at most 120,000 characters.

    Two queries. Quoted lines stand in the post that is quoted, and go with it when it is hidden.
    """
    public = Post.objects.public().filter(thread=thread).order_by("number")
    lengths = list(public.values_list(Length("text"), flat=True))
    most = longest_part(lengths, LONGEST_TEXT - len(BETWEEN) * len(lengths))
    # Cut by the database: a thread of long posts would need many megabytes here.
    texts = public.values_list(Left("text", most), flat=True)
    return BETWEEN.join(filter(None, map(own_words, texts)))[:LONGEST_TEXT]


def own_words(text: str) -> str:
    """Return a post's text without the lines that begin with ">", which quote others."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(QUOTE)).strip()


def longest_part(lengths: Sequence[int], total: int) -> int:
    """Return the length to which each part must be cut so that all together fit into `total`; at least 1.

    Parts that are shorter leave more to the others.
    """
    left, waiting = total, len(lengths)
    for length in sorted(lengths):
        # The rest, divided by the number of parts that are still longer than it allows.
        if length * waiting > left:
            return max(left // waiting, 1)
        left, waiting = left - length, waiting - 1
    return max([*lengths, 1])
