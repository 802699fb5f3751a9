"""The portal on one's own machine: `make run`, demo content, mail kept as files."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATA, STORAGES, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="only for one's own machine")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
# On one's own machine all requests come from one address.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=6000)
if "EMAIL_URL" not in env.ENVIRON:
    EMAIL_BACKEND = "mail.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"
# Files are served straight from the source: no collectstatic between an edit and a look.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# The media of the demo's press review, which the process that reads them serves itself.
LOOPBACK_SERVERS = {"demo.example": "demo.press_review.serving.port"}
