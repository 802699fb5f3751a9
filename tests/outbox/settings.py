"""The portal's own settings of database, broker and outbox with next to no apps: a process that starts in a
second.

For drills in which real workers are killed; their handlers are in tests.outbox.drill.
"""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATA

SECRET_KEY = "drill"
INSTALLED_APPS = ["tests.outbox.drill", "mail", "outbox", "django.contrib.auth", "django.contrib.contenttypes"]
AUTH_USER_MODEL = "auth.User"
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.outbox.drill.urls"
EMAIL_BACKEND = "tests.outbox.drill.mail_backend.Backend"
EMAIL_FILE_PATH = DATA / "mail"
OUTBOX_RETRIES = {"attempts": 6, "first": 0.2, "longest": 1}
OUTBOX_SWEEP_INTERVAL = 0.5
OUTBOX_CANARY_TIMEOUT = 3
