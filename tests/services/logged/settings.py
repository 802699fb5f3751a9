"""The portal behind its nginx, with the log of production."""

from portal.settings.log_config import log_config
from tests.services.attack.settings import *  # noqa: F403

LOGGING = log_config("INFO", as_json=True)
