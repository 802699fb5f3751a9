"""The quote of a post in the answer to it."""

from __future__ import annotations

from discussions.models import Post
from khmer.typography import excerpt

# Characters of one line, and lines, that are quoted of a post: whoever answers needs the gist.
LONGEST_LINE, MOST_LINES = 300, 12


def quotation_of(post: Post) -> str:
    """Return the first 12 own lines of a post, each after ">", to begin an answer; "" without any; quotations left out.

    A long line is cut at a word, so that no Khmer cluster is cut.
    """
    own = [line.strip() for line in post.text.split("\n") if line.strip() and not line.lstrip().startswith(">")]
    # The empty line is where she writes.
    return "\n".join(f"> {excerpt(line, LONGEST_LINE)}" for line in own[:MOST_LINES]) + "\n\n" if own else ""
