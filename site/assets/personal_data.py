"""The personal data of pictures and documents."""

from common.personal_data import NotErased, Treatment, declare_model, declare_not_personal

FILE = {
    "whose": "who uploaded it, whom it shows, and whom its title names",
    "why": "organizations publish it; who answers for it",
    "seen_by": "the public, once a public page shows it; before, the organization and editors",
    "kept": "until the organization deletes it",
}
OF_THE_ORGANIZATION = NotErased("a file of the organization's, which deletes it itself")

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
