"""A stock Wagtail project: one kind of page, Wagtail's own database search."""

import os
from pathlib import Path

import environ

DATA = Path(os.environ["NEARY_DATA"])
SECRET_KEY = "bench"
DEBUG = False
USE_TZ = True
INSTALLED_APPS = [
    "tests.bench.stock.pages",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
DATABASES = {"default": environ.Env().db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'stock.sqlite3'}")}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_SITE_NAME = "Stock"
WAGTAILADMIN_BASE_URL = "http://localhost"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "tests.bench.stock.urls"
STATIC_URL = "/static/"
SILENCED_SYSTEM_CHECKS = ["admin.E403", "wagtailadmin.W002"]
