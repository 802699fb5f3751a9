from django.apps import AppConfig


class DrillConfig(AppConfig):
    name = "tests.outbox.drill"
    label = "drill"

    def ready(self) -> None:
        from tests.outbox.drill import deaf, handlers, without  # noqa: F401
