"""Configuration of the portal app, and of Wagtail's users app as the portal changes it."""

import gc

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    """The portal app, which prepares the process once everything is loaded."""

    name = "portal"
    default = True

    def ready(self) -> None:
        """Load Celery's application, disable hooks of unused libraries, and turn garbage collection on."""
        # Tasks that a web process sends need the configured Celery application.
        from portal import celery  # noqa: F401
        from portal.wagtail_admin.hooks import disable_library_hooks

        disable_library_hooks()

        # The settings disabled collection during the start. Frozen objects are never examined again, also not in forks.
        gc.freeze()
        gc.enable()


class PortalUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users app, with the portal's own screens and without bulk actions on people."""

    user_viewset = "portal.wagtail_admin.users.UserViewSet"

    def ready(self) -> None:
        """Remove Wagtail's bulk actions on user accounts, which would bypass the portal's own services."""
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
