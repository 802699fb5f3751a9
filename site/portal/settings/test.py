"""Settings of the tests: fast passwords, mail in memory, files in a folder that the fixtures name."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CACHES, DATABASES, INSTALLED_APPS, STORAGES

# A kind of page that only its own package knows.
INSTALLED_APPS.insert(0, "tests.sample_pages")
DEBUG = False
SECRET_KEY = "tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
CHECKS_ARE_ISOLATED = False
API_REQUESTS_A_MINUTE = 0
# Tests write counts of reads when they ask for it; else a query would come out of nowhere.
REACH_WRITE_SECONDS = 0
# A thread of the watch would have a database connection of its own.
WATCH_FROM_WEB = False
# Tests have separate databases with the same version numbers: cached pages of one would be served in another.
CACHES["pages"] = CACHES["near"] = CACHES["counts"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Nothing of a test outlives its process: undoing needs memory alone, and no file.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;"
    )
