"""Personal data of Wagtail and its companions."""

from common.personal_data import NotErased, Treatment, declare_model, declare_not_personal

NAMED, CUT, WITH_ROW = Treatment.NAMED, Treatment.CUT, Treatment.WITH_ROW
DRAFTS = {
    "why": "writing together; showing who did what",
    "seen_by": "the organization's members, editors",
    "kept": "as long as the page",
}
SCREEN = {
    "whose": "people who use the full editor",
    "why": "settings and state of the full editor",
    "seen_by": "the person",
}
TRANSLATION = {
    "whose": "people named on the page; the translator",
    "why": "Khmer and English versions of one page",
    "seen_by": "the organization's members, editors",
    "kept": "as long as the page",
}
PAGE_TEXTS = ("title", "draft_title", "slug", "url_path", "seo_title", "search_description")
# What is done by one former member stays told apart from what another did; nothing says who she was.
NUMBER = NotErased("a number only; after the account is deleted it is shown as a former member")
TREE = "a place in a tree"
OBJECT = "the number of a row"

declare_model(
    "wagtailcore.Page",
    is_content=True,
    whose="the owner of a page, who locked it, people it names",
    why="it is the organization's text",
    seen_by="the public, once it is published; before, the organization and editors",
    kept="until the organization deletes it",
    fields={"owner": CUT, "locked_by": CUT} | dict.fromkeys(PAGE_TEXTS, NAMED),
    shown=("title", "first_published_at"),
    not_personal={"path": TREE},
    covers_subclasses=True,
)
declare_model(
    "wagtailcore.Revision",
    is_content=True,
    whose="who saved a draft, people it names",
    **DRAFTS,
    fields={"user": CUT, "object_str": NAMED, "content": NAMED},
    shown=("object_str", "created_at"),
    not_personal={"object_id": OBJECT},
)
for label in ("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"):
    declare_model(
        label,
        whose="who acted, and on whom",
        why="showing later who used which right",
        seen_by="managers, of their organization; editors",
        kept="as long as the organization; an erased person appears as a former member",
        fields={"user": NUMBER, "label": NAMED, "data": NAMED},
        shown=("action", "timestamp"),
        not_personal={"action": "the name of an action"}
        | ({"object_id": OBJECT} if label.endswith("ModelLogEntry") else {}),
    )
declare_model(
    "wagtailcore.Comment",
    whose="who commented a draft, people in the comment",
    **DRAFTS,
    fields={"user": WITH_ROW, "text": WITH_ROW, "resolved_by": CUT},
    shown=("text", "created_at"),
    not_personal={"contentpath": "where it stands", "position": "where it stands"},
)
declare_model(
    "wagtailcore.CommentReply",
    whose="who answered a comment",
    **DRAFTS,
    fields={"user": WITH_ROW, "text": WITH_ROW},
    shown=("text", "created_at"),
)
declare_model(
    "wagtailcore.PageSubscription",
    whose="people who get mails about comments",
    **DRAFTS,
    fields={"user": WITH_ROW},
    shown=("page__title",),
)
declare_model(
    "wagtailcore.WorkflowState",
    whose="who sent a page",
    **DRAFTS,
    fields={"requested_by": CUT},
    shown=("created_at",),
    not_personal={"object_id": OBJECT},
)
declare_model(
    "wagtailcore.TaskState",
    whose="who ended a step of the review",
    **DRAFTS,
    fields={"finished_by": CUT, "comment": NAMED},
    shown=("finished_at",),
)
declare_model(
    "wagtailcore.UploadedFile",
    **SCREEN,
    kept="7 days, where what was uploaded was never saved",
    fields={"uploaded_by_user": Treatment.ROW, "file": Treatment.FILE},
    shown=("file",),
)
declare_model(
    "wagtailcore.APIToken",
    **SCREEN,
    kept="as long as the account (not in use)",
    fields={"user": WITH_ROW, "name": WITH_ROW, "key_hash": WITH_ROW},
    shown=("name", "created", "last_used_at"),
)
declare_model(
    "wagtailusers.UserProfile",
    **SCREEN,
    kept="as long as the account",
    fields={"user": WITH_ROW, "avatar": Treatment.FILE, "dismissibles": WITH_ROW},
    shown=("preferred_language", "current_time_zone", "avatar", "theme"),
)
declare_model(
    "wagtailadmin.EditingSession",
    **SCREEN,
    kept="a day",
    fields={"user": WITH_ROW},
    shown=("last_seen_at",),
    not_personal={"object_id": OBJECT},
)
declare_model(
    "wagtailadmin.FormState",
    **SCREEN,
    kept="30 days",
    fields={"user": WITH_ROW, "data": WITH_ROW},
    shown=("last_updated_at",),
    not_personal={"object_id": OBJECT, "parent_object_id": OBJECT},
)
for label, text in (("wagtail_localize.StringTranslation", "data"), ("wagtail_localize.SegmentOverride", "data_json")):
    declare_model(
        label,
        is_content=True,
        **TRANSLATION,
        fields={"last_translated_by": CUT, text: NAMED, "field_error": NAMED},
        shown=("updated_at",),
        not_personal={"tool_name": "the name of a program"} if text == "data" else {},
    )
declare_model(
    "wagtail_localize.TranslationSource",
    is_content=True,
    **TRANSLATION,
    fields={"object_repr": NAMED, "content_json": NAMED},
    not_personal={"schema_version": "the version of a program"},
)
declare_model("wagtail_localize.String", is_content=True, **TRANSLATION, fields={"data": NAMED})
declare_model(
    "wagtail_localize.Template",
    is_content=True,
    **TRANSLATION,
    fields={"template": NAMED},
    not_personal={
        "template_format": "the name of a format",
    },
)
declare_model("wagtail_localize.StringSegment", is_content=True, **TRANSLATION, fields={"attrs": NAMED})
declare_model("wagtail_localize.OverridableSegment", is_content=True, **TRANSLATION, fields={"data_json": NAMED})
declare_not_personal(
    "wagtail_localize.TranslationContext", path="where a text stands", field_path="where a text stands"
)

INDEX = {
    "whose": "people named in a page, file or account",
    "why": "searching in the full editor",
    "seen_by": "who may see what is found",
    "kept": "as long as what is found",
}
for label in ("wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry"):
    declare_model(
        label, is_content=True, **INDEX, fields=dict.fromkeys(("autocomplete", "title", "body"), Treatment.REWRITTEN)
    )
declare_model(
    "wagtailredirects.Redirect",
    is_content=True,
    whose="people in the old address of a page",
    why="old links still work",
    seen_by="the public",
    kept="until an administrator deletes it",
    fields={"old_path": NAMED, "redirect_link": NAMED, "redirect_page_route_path": NAMED},
)
declare_model(
    "wagtailembeds.Embed",
    is_content=True,
    whose="the maker of an embedded video",
    why="showing it",
    seen_by="the public",
    kept="until an administrator deletes it",
    fields=dict.fromkeys(("url", "html", "title", "author_name", "thumbnail_url"), NAMED),
    not_personal={"provider_name": "the name of a site"},
)
declare_model(
    "taggit.Tag",
    is_content=True,
    whose="people named in a tag",
    why="finding files",
    seen_by="the organization's members, editors",
    kept="as long as a file has it",
    fields={"name": NAMED, "slug": NAMED},
)
UNUSED = "the portal has models of its own in its place: the table stays empty"
for label, names in (
    ("wagtaildocs.Document", ("title", "file", "uploaded_by_user")),
    ("wagtailimages.Image", ("title", "file", "description", "uploaded_by_user")),
    ("wagtailimages.Rendition", ("filter_spec", "file", "focal_point_key")),
):
    declare_not_personal(label, **dict.fromkeys(names, UNUSED))
declare_not_personal("wagtailcore.Locale", language_code="a language")
declare_not_personal("wagtailcore.Site", hostname="the portal's name", site_name="the portal's name")
NOT_IN_USE = "shared by the readers of a page (not in use)"
declare_not_personal("wagtailcore.CollectionViewRestriction", password=NOT_IN_USE)
declare_not_personal("wagtailcore.PageViewRestriction", password=NOT_IN_USE)
declare_not_personal("wagtailcore.Collection", path=TREE, name="the name of an organization")
declare_not_personal("wagtailcore.Workflow", name="set by the portal")
declare_not_personal("wagtailcore.Task", name="set by the portal")
declare_not_personal(
    "wagtailcore.ReferenceIndex", object_id=OBJECT, to_object_id=OBJECT, model_path=TREE, content_path=TREE
)
