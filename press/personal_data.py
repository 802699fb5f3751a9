"""Personal data of the press review: what media write about people stands in titles and excerpts."""

from common.personal_data import Treatment, declare_model, declare_not_personal, declare_payload
from press.outbox_events import PRESS_ROUND, PRESS_SITE_PROOF_ASKED

declare_not_personal(
    "press.Source",
    name_en="the name of a medium",
    name_km="the name of a medium",
    feed="the address of a medium's feed",
    site="the address of a medium",
)
declare_not_personal(
    "press.FetchState",
    etag="a word of a server",
    modified="a time",
    moved_to="the address of a medium's feed",
    moved_from="the address of a medium's feed",
)
declare_not_personal("press.SiteProof", token="a random word", host="the host of an organization's site")  # noqa: S106
declare_model(
    "press.Item",
    is_content=True,
    whose="whom the title or excerpt of a source names, who decided",
    why="editors choose from it; of an own site, its organization",
    seen_by="editors; of an own site, the members of its organization",
    kept="until 30 days after the feed of the source listed it last; if it was taken, as long as its source",
    fields={"title": Treatment.NAMED, "excerpt": Treatment.NAMED, "decided_by": Treatment.CUT},
    not_personal={
        "url": "the address of what a medium published",
        "url_key": "a hash",
        "guid_key": "a hash",
        "title_key": "a hash",
        "sketch": "hashes, from which no word can be read",
    },
)
declare_model(
    "press.ClippingPage",
    is_content=True,
    whose="whom the excerpt of a source names",
    why="readers find what media wrote",
    seen_by="the public",
    kept="until an editor removes it",
    fields={"excerpt": Treatment.NAMED},
)

declare_payload(PRESS_ROUND, "nothing")
declare_payload(PRESS_SITE_PROOF_ASKED, "the id of an organization's site")
