"""Settings of a portal with a bare view beside its own pages: what the page cache is measured against."""

from tests.services.flow.settings import *  # noqa: F403
from tests.services.flow.settings import MIDDLEWARE as OWN

ROOT_URLCONF = "tests.bench.bare_urls"
MIDDLEWARE = ["tests.bench.bare_urls.before_all", *OWN]
