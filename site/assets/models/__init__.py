"""Models of pictures and documents, of their publicity, and of previews."""

from assets.models.files import READING_SIZE, Document, Image, People, Rendition
from assets.models.publicity import DocumentPreview, FilePublicity, FilePublicityQuerySet
from assets.models.uploaded import Uploaded, lock_rows

__all__ = [
    "READING_SIZE",
    "Document",
    "DocumentPreview",
    "FilePublicity",
    "FilePublicityQuerySet",
    "Image",
    "People",
    "Rendition",
    "Uploaded",
    "lock_rows",
]
