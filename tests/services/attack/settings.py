"""The portal behind its nginx, with its limits on guesses, which the settings of other flows leave out."""

from portal.settings import dev
from tests.services.flow.settings import *  # noqa: F403

ACCOUNT_RATE_LIMITS = getattr(dev, "ACCOUNT_RATE_LIMITS", {})
# nginx writes one address in front of it, as in containers.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
