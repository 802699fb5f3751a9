import gc

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default = True

    def ready(self) -> None:
        # Tasks that a web process sends need the configured Celery application.
        from portal import celery  # noqa: F401
        from portal.wagtail_admin.hooks import disable_library_hooks, disable_synchronization

        disable_library_hooks()
        disable_synchronization()

        # Settings had switched it off for the start. What is frozen is never looked at again, also not in forks.
        gc.freeze()
        gc.enable()


class PortalUsersConfig(WagtailUsersAppConfig):
    user_viewset = "portal.wagtail_admin.users.UserViewSet"

    def ready(self) -> None:
        super().ready()
        from orgs.wagtail_patches import registry

        registry.register(
            registry.Patch(
                "wagtail.users.views.bulk_actions.user_bulk_action:UserBulkAction.models",
                "[<class 'accounts.models.User'>]",
                [],
                '"Assign role", "set active" and "delete" for many at once write past orgs.services.',
            )
        )
        registry.apply_all()
