from django.apps import AppConfig


class DrillConfig(AppConfig):
    name = "tests.outbox.drill"
    label = "drill"

    def ready(self) -> None:
        from tests.outbox.drill import handlers, unreachable_worker, without_rule  # noqa: F401
