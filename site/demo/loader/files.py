"""Adding of an organization's pictures and documents, as uploads are added."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.text import slugify

from assets.models import Document, Image, People
from assets.services import add_picture
from orgs.models import Organization

CREDITS = {"en": "Drawing: Neary", "km": "គំនូរ៖ នារី"}


def add_image(
    drawing: bytes, title: str, organization: Organization, *, description: str = "", credit: str = ""
) -> Image:
    """Store a drawn picture in an organization's collection, marked as agreed by the people in it; return it."""
    file = BytesIO(drawing)
    file.name = f"{slugify(title) or 'drawing'}.jpg"
    return add_picture(
        file,
        title=title,
        collection=organization.collection,
        description=description,
        credit=credit,
        people=People.AGREED,
    )


def add_document(paper: bytes, title: str, organization: Organization) -> Document:
    """Store PDF bytes as a document in an organization's collection, and return it."""
    file = ContentFile(paper, name=f"{slugify(title) or 'paper'}.pdf")
    return Document.objects.create(title=title, file=file, collection=organization.collection)
