"""The portal as it runs on one's own machine, for many sign-ins in a minute, and with one effect that can be held."""

from portal.settings.dev import *  # noqa: F403
from portal.settings.dev import INSTALLED_APPS

DEBUG = False
WHITENOISE_AUTOREFRESH = False
# Last, so that its effect of an event comes after all of the portal's own.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.services.flow.pausable_handler"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
# The editor saves by itself while a test looks on.
WAGTAIL_AUTOSAVE_INTERVAL = 300
