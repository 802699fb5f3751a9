"""The settings of the portal under load: every rule as in production, but for limits of requests from one address.

All people of a load come from one address of this machine. Passwords are checked by the hash of production, which is a
part of the load. Without the further app of the tests of whole portals nothing but the portal runs.
"""

from portal.settings.dev import *  # noqa: F403

DEBUG = False
WHITENOISE_AUTOREFRESH = False
ACCOUNT_RATE_LIMITS = False
API_REQUESTS_A_MINUTE = 0
