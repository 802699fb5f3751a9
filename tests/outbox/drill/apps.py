from django.apps import AppConfig


class DrillConfig(AppConfig):
    name = "tests.outbox.drill"
    label = "drill"

    def ready(self) -> None:
        from tests.outbox.drill import deaf_worker, handlers, without_rule  # noqa: F401
