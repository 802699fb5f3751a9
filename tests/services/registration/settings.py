"""The portal behind a proxy that names each person's own connection.

So the limits by address need not be lifted: 500 people come over 500 connections.
"""

from tests.services.flow.settings import *  # noqa: F403

ALLAUTH_TRUSTED_PROXY_COUNT = 1
