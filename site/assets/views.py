"""Views that serve stored files, with access control: pictures in all sizes, originals, documents."""

from __future__ import annotations

from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.db.models import Exists, OuterRef, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.permissions import policy_registry

from assets.models import Document, DocumentPreview, FilePublicity, Image, Rendition
from assets.signals import document_served

# Seconds for which a browser may use a public file without asking again. Shared caches must always ask, because the
# pictures of a withdrawn page become private with it.
FRESH = 300
PUBLIC = f"public, max-age={FRESH}, s-maxage=0, must-revalidate"
# Computers in commune offices are shared: no part of a draft may stay in the browser.
PRIVATE = "private, no-store"
# With this policy a hostile file that is opened by itself can do nothing.
POLICY = "default-src 'none'; sandbox"


@dataclass(frozen=True)
class ServedFile:
    """A stored file to be sent, with its publicity and its name for a download."""

    storage: Storage
    name: str
    is_public: bool
    download_name: str = ""


@require_safe
def serve_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the stored file at a media path if it is public or the user may work with it; else 404 (view)."""
    folder = path.partition("/")[0]
    if "\0" in path:
        # PostgreSQL takes no such text, not even to find nothing.
        raise Http404
    if folder == "images":
        return serve_picture(request, Rendition.objects.filter(file=path), "image_id")
    if folder == "original_images":
        return serve_picture(request, Image.objects.filter(file=path), "pk")
    if folder == "documents":
        return serve_document_file(request, Document.objects.filter(file=path))
    if folder == "previews":
        return serve_preview(request, path)
    raise Http404


@require_safe
def serve_document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """Serve a document as a download if it is public or the user may work with it; else 404 (view)."""
    # The name too, as it stands in Wagtail's own addresses.
    return serve_document_file(request, Document.objects.filter(pk=document_id, file__endswith=f"/{filename}"))


def serve_picture(request: HttpRequest, found: QuerySet[Any], image_id: str) -> HttpResponseBase:
    """Return the response with a picture's file. Raises Http404 if not public and the user may not use it.

    `image_id` names the field with the picture's id.
    """
    shown = FilePublicity.objects.open().filter(image=OuterRef(image_id))
    picture = found.annotate(is_public=Exists(shown)).first()
    if picture is None:
        raise Http404
    if not picture.is_public:
        image = picture if isinstance(picture, Image) else picture.image
        refuse_without_file_rights(request, image)
    return send(request, ServedFile(picture.file.storage, picture.file.name, picture.is_public))


def serve_document_file(request: HttpRequest, found: QuerySet[Document]) -> HttpResponseBase:
    """Return a document's download. Raises Http404 if it is not public and the user may not use it."""
    shown = FilePublicity.objects.open().filter(document=OuterRef("pk"))
    paper = found.annotate(is_public=Exists(shown)).first()
    if paper is None:
        raise Http404
    if paper.is_public:
        document_served.send(Document, request=request, document=paper)
    else:
        refuse_without_file_rights(request, paper)
    return send(request, ServedFile(paper.file.storage, paper.file.name, paper.is_public, paper.download_name))


def serve_preview(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return the picture of a document's first page. Raises Http404 if the user may not work with the document."""
    preview = DocumentPreview.objects.select_related("document").filter(picture=path).first()
    if preview is None:
        raise Http404
    refuse_without_file_rights(request, preview.document)
    return send(request, ServedFile(preview.picture.storage, path, is_public=False))


def refuse_without_file_rights(request: HttpRequest, file: Image | Document) -> None:
    """Raise Http404 unless the user may choose or change files of the file's collection and showed any second factor.

    `request.may_act` is false while a second factor is missing (a middleware above sets it).
    """
    policy = policy_registry.get_by_type(type(file))
    # choose or change: whoever may put the file on a page may see it.
    user = request.user
    if not (user.is_authenticated and policy.user_has_any_permission_for_instance(user, ["choose", "change"], file)):
        raise Http404
    if not getattr(request, "may_act", True):
        raise Http404


def send(request: HttpRequest, served: ServedFile) -> HttpResponseBase:
    """Return the HTTP response that sends a stored file: its bytes, 304, an nginx instruction, or a redirect to S3.

    Public files never go by a signed address: each one is different, so that no browser could cache the picture.
    """
    is_elsewhere = is_stored_remotely(served)
    if is_elsewhere and not served.is_public:
        return with_headers(HttpResponseRedirect(signed_address(served)), served, PRIVATE)
    etag = etag_of(served)
    cached = PUBLIC if served.is_public else PRIVATE
    # A browser that has the file gets 304, and the file is not opened.
    # get_conditional_response answers None where the client has another version.
    if unchanged := get_conditional_response(request, etag=etag):
        return with_headers(unchanged, served, cached)
    if settings.FILES_ACCEL_PREFIX and not is_elsewhere:
        # nginx sends the file itself, from a location that no visitor can open.
        word = {"X-Accel-Redirect": f"{settings.FILES_ACCEL_PREFIX}{quote(served.name)}"}
        response: HttpResponseBase = HttpResponse(headers=word)
    else:
        # FileResponse closes the file at the end.
        response = FileResponse(served.storage.open(served.name))
    response.headers["ETag"] = etag
    return with_headers(response, served, cached)


def is_stored_remotely(served: ServedFile) -> bool:
    """Return True when the file's storage is remote (such as S3), not on a local disk."""
    try:
        # Only local storages have paths.
        served.storage.path(served.name)
    except NotImplementedError:
        return True
    return False


def signed_address(served: ServedFile) -> str:
    """Return a signed, temporary URL at which remote storage (S3) serves a file."""
    headers = {"ResponseCacheControl": PRIVATE}
    if served.download_name:
        headers["ResponseContentDisposition"] = content_disposition_header(True, served.download_name)
    return served.storage.url(served.name, parameters=headers)  # type: ignore[call-arg]


def etag_of(served: ServedFile) -> str:
    """Return the ETag of a stored file, made of its time and size. Raises Http404 when the file is missing."""
    try:
        # The size first: only there S3's storage raises a Python error for a file that is missing.
        size = served.storage.size(served.name)
        changed = served.storage.get_modified_time(served.name)
    except OSError as error:
        raise Http404 from error
    return f'"{int(changed.timestamp()):x}-{size:x}"'


def with_headers(response: HttpResponseBase, served: ServedFile, cached: str) -> HttpResponseBase:
    """Return a stored file's response with headers for caching, type, security and download name added."""
    response.headers["Cache-Control"] = cached
    if response.status_code == 304:
        return response
    response.headers["Content-Type"] = guess_type(served.name)[0] or "application/octet-stream"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    if served.download_name:
        response.headers["Content-Disposition"] = content_disposition_header(True, served.download_name)
    return response
