from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "tests.bench.stock.pages"
    label = "stock"
