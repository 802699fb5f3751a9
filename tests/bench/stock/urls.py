"""The stock project serves nothing; it is only searched."""

urlpatterns: list[object] = []
