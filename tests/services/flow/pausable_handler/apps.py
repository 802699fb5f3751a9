from django.apps import AppConfig


class PausableHandlerConfig(AppConfig):
    name = "tests.services.flow.pausable_handler"
    label = "pausable_handler"

    def ready(self) -> None:
        from tests.services.flow.pausable_handler import handlers  # noqa: F401
