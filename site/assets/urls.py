"""Addresses of files: MEDIA_URL, and Wagtail's addresses of documents."""

from django.conf import settings
from django.urls import path, re_path

from assets.views import serve_document, serve_file

urlpatterns = [
    path(f"{settings.MEDIA_URL.lstrip('/')}<path:path>", serve_file, name="file"),
    re_path(r"^documents/(\d+)/([^/]+)$", serve_document, name="wagtaildocs_serve"),
]
