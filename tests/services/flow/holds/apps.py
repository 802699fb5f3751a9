from django.apps import AppConfig


class HoldsConfig(AppConfig):
    name = "tests.services.flow.holds"
    label = "holds"

    def ready(self) -> None:
        from tests.services.flow.holds import handlers  # noqa: F401
