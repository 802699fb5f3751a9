"""The personal data of pictures and documents."""

from common.personal_data import NotErased, Treatment, declare_model, declare_not_personal

FILE = {
    "whose": "the uploader, people it shows, people in its title",
    "why": "organizations publish it",
    "seen_by": "the public, once a public page shows it; before, the organization and editors",
    "kept": "until the organization deletes it",
}
OF_THE_ORGANIZATION = NotErased("the organization's file; the organization deletes it")

declare_model(
    "assets.Image",
    is_content=True,
    **FILE,
    fields={
        "uploaded_by_user": Treatment.CUT,
        "title": Treatment.NAMED,
        "description": Treatment.NAMED,
        "credit": Treatment.NAMED,
        "file": OF_THE_ORGANIZATION,
    },
    shown=("title", "created_at"),
)
declare_model(
    "assets.Document",
    is_content=True,
    **FILE,
    fields={"uploaded_by_user": Treatment.CUT, "title": Treatment.NAMED, "file": OF_THE_ORGANIZATION},
    shown=("title", "created_at"),
)
declare_model(
    "assets.DocumentPreview",
    is_content=True,
    **FILE,
    fields={"text": Treatment.NAMED, "picture": OF_THE_ORGANIZATION},
)
SIZE = "how a picture is scaled"
declare_not_personal("assets.Rendition", filter_spec=SIZE, file="a scaled picture, as its Image", focal_point_key=SIZE)
