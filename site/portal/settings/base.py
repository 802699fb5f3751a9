"""Settings that hold in every way to run the portal; each server is chosen on its own by its variable."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.settings.caches import counts_cache, near_cache, page_cache
from portal.settings.content_security import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from portal.settings.environment import Env
from portal.settings.log_config import log_config
from portal.settings.operations import *  # noqa: F403
from portal.settings.sign_in import *  # noqa: F403
from portal.settings.wagtail_api import leave_out

leave_out()
env = Env()

SITE_ROOT = Path(__file__).resolve().parents[2]
REPOSITORY = SITE_ROOT.parent
DATA = Path(env.str("NEARY_DATA", default=str(REPOSITORY / "var"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)
PORT = env.int("PORT", default=8000)

INSTALLED_APPS = [
    # The project's own packages, from the top layer down. They stand before Wagtail's so that their templates,
    # commands and permission policies win.
    "portal",
    "demo",
    "operations",
    "workspace",
    "api",
    "takeout",
    "moving",
    "home",
    "discussions",
    "press",
    "blog",
    "events",
    "feed",
    "help_services",
    "outcomes",
    "translations",
    "reach",
    "moderation",
    "search",
    "catalog",
    "orgs",
    "assets",
    "mail",
    "outbox",
    "vocabulary",
    "accounts",
    "common",
    "khmer",
    "wagtail_localize",
    "wagtail.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.apps.PortalUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "common.logs.middleware.RequestIdMiddleware",
    "operations.metrics.middleware.MeasureMiddleware",
    "portal.middleware.CanonicalHostMiddleware",
    "portal.middleware.NoNulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reach.middleware.ReachMiddleware",
    "portal.page_cache.middleware.PageCacheMiddleware",
    "api.middleware.ApiMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.wagtail_admin.policy.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.PublicLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.kept_text.KeepTypedMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ForgetOnSignOutMiddleware",
    "orgs.guard.second_factor_middleware.SecondFactorMiddleware",
    "portal.access.TenantGuard",
    "portal.middleware.IncompleteFormMiddleware",
    "portal.middleware.PageRedirectMiddleware",
    "portal.wagtail_admin.khmer_screens.KhmerScreensMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.addresses",
                "orgs.brand_css.brand_css_context",
                "moderation.context_processors.turnaround",
            ],
        },
    },
]

# Databases and caches

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'neary.sqlite3'}")}
# Opening a connection costs more than a page from the cache, on SQLite too.
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Without IMMEDIATE a transaction that first reads and then writes fails with "database is locked" at once.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # With WAL readers go on during a write, and NORMAL never damages the file. A negative cache size is in KiB.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        # In milliseconds. The last one ends a query whose client has gone, instead of letting it hold its locks.
        "options": "-c lock_timeout=10000 -c statement_timeout=60000 -c client_connection_check_interval=1000",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Wagtail, allauth and sessions rely on `default`: it must not fail when Redis does.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # Sizes of pictures are read with their page; else Wagtail would write each into `default` at every view.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    "pages": page_cache(env.str("REDIS_URL", default="")),
    "near": near_cache(env.str("REDIS_URL", default="")),
    "counts": counts_cache(env.str("REDIS_URL", default="")),
}

# Requests a minute from one address to the API; 0 means no limit.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=600)

# Celery and outbox

REDIS_URL = env.str("REDIS_URL", default="")
CELERY_APP = "portal.celery.app"
TASKS = {"default": {"BACKEND": "outbox.task_backend.OutboxBackend"}}

# A check that hangs is killed with its own process. Tests run checks in their own process: no other process sees the
# rows of their transactions.
CHECKS_ARE_ISOLATED = True
# {domain: dotted path of a function that returns the port on which this machine serves it}. For the demo and tests; a
# check refuses it elsewhere.
LOOPBACK_SERVERS: dict[str, str] = {}

# Search: without an address the database searches. Portals that share a server need different indexes.

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="neary")

# Reach: seconds for which a process counts reads in its memory before it adds them to the database (docs/reach.md).

REACH_WRITE_SECONDS = 30

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("km", _("Khmer"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
# The first has the portal's own messages; the second those of the libraries and of their scripts.
LOCALE_PATHS = [SITE_ROOT / "portal" / "locale", SITE_ROOT / "khmer" / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "Asia/Phnom_Penh"
# Formats in which the full editor shows dates; khmer.typed_dates reads what is typed there.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/files/"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.StaticFiles"},
}
# The internal location at which nginx serves the files; empty, the portal sends the bytes itself.
FILES_ACCEL_PREFIX = env.str("FILES_ACCEL_PREFIX", default="")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WAGTAILIMAGES_IMAGE_MODEL = "assets.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "assets.Document"
WAGTAILIMAGES_IMAGE_FORM_BASE = "assets.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "assets.forms.DocumentForm"
# Accepted types; HEIC and AVIF are stored as JPEG or WebP (assets.pictures.metadata).
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "jfif", "png", "webp", "heic", "heif", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# Messages show them in whole millions, as cameras do. A JPEG may be larger: it is decoded at a reduced size.
WAGTAILIMAGES_MAX_IMAGE_PIXELS, WAGTAILIMAGES_MAX_JPEG_PIXELS = 24_999_999, 108_999_999
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp"}
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "pptx", "odp", "csv", "txt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# Limits of each organization; see docs/files.md.
ORGANIZATION_MAX_FILES = env.int("ORGANIZATION_MAX_FILES", default=3_000)
ORGANIZATION_MAX_BYTES = env.int("ORGANIZATION_MAX_MEGABYTES", default=5_000) * 1024 * 1024

# Mail

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Neary <neary@localhost>")
# The domain of the boards' mail addresses; empty, discussions work by the web alone.
DISCUSSIONS_MAIL_DOMAIN = env.str("DISCUSSIONS_MAIL_DOMAIN", default="")
# The place where `manage.py lmtp` takes mails for the boards: a port of this machine, or unix:/PATH.
DISCUSSIONS_LMTP = env.str("DISCUSSIONS_LMTP", default="127.0.0.1:8024")
# The name under which the own mail server notes what it found about a sender (Authentication-Results).
DISCUSSIONS_AUTHSERV_ID = env.str("DISCUSSIONS_AUTHSERV_ID", default="")

# Wagtail

WAGTAIL_SITE_NAME = "Neary"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default=f"http://localhost:{PORT}")
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_AUTOSAVE_INTERVAL = 10_000
WAGTAIL_FINISH_WORKFLOW_ACTION = "moderation.wagtail_integration.workflow_hooks.publish_submission"
# A submission keeps waiting when an older version of its page is published at its hour.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Wagtail's conversion of an address to a page link would show the title of any page at that address.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.wagtail_admin.search_backend"}}
# Case counts: one organization's spelling of a tag is not another's.
TAGGIT_CASE_INSENSITIVE = False

# Security

# The address whose host name all requests are redirected to; empty, every allowed name is served.
CANONICAL_URL = ""
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = log_config(env.str("LOG_LEVEL", default="WARNING"))
