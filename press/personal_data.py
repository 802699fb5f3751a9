"""Personal data of the press review: what media write about people stands in titles and excerpts."""

from common.personal_data import Treatment, declare_model, declare_not_personal

declare_not_personal("press.Source", name_en="the name of a medium", name_km="the name of a medium")
declare_not_personal("press.FetchState")
declare_model(
    "press.Item",
    is_content=True,
    whose="whom the title or excerpt of a source names",
    why="editors choose from it",
    seen_by="editors",
    kept="until 30 days after the feed of the source listed it last",
    fields={"title": Treatment.NAMED, "excerpt": Treatment.NAMED},
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
