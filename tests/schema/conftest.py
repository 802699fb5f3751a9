"""A server for the tests of the schema, as those of the services have it."""

from tests.services.conftest import data, postgresql

__all__ = ["data", "postgresql"]
