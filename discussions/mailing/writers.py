"""The writers of posts in mails: the name that is shown, and the colour by which they are told apart."""

from __future__ import annotations

import zlib

from discussions.models import Post

# For people who write for no organization. Each has a contrast of 7 to 1 and more on white; the name stands beside it.
COLOURS = ("#774700", "#425904", "#5a4193", "#8a1538", "#00586a", "#7a2e6b", "#1f5a3d", "#3d4f8f")


def writer_of(post: Post, language: str) -> str:
    """Return the displayed name of a post's writer, after the public organization for which she wrote, if any.

    Reads the post's organization.
    """
    organization = post.organization
    return f"{organization.name_in(language)} · {post.name}" if organization and organization.is_public else post.name


def colour_of(post: Post) -> str:
    """Return the CSS colour of a post's writer: of her public organization, else one computed from the shown name."""
    if post.organization and post.organization.is_public:
        return post.organization.brand_light
    # crc32 and not hash(): that gives other numbers in each process.
    return COLOURS[zlib.crc32(post.name.encode()) % len(COLOURS)]
