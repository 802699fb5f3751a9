"""Start-up of the package: receivers, checks, the base form of pages and the patches of Wagtail."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """The orgs app."""

    name = "orgs"

    def ready(self) -> None:
        """Import modules that register things, set the base form of pages, and apply the patches of Wagtail."""
        from orgs import organization_cache, profile, public_version, receivers  # noqa: F401
        from orgs.guard import conflict_of_interest, file_quota  # noqa: F401
        from orgs.membership import members  # noqa: F401
        from orgs.models import OrgContentPage
        from orgs.pages import checks, file_publicity  # noqa: F401
        from orgs.pages.forms import OrgPageForm
        from orgs.pages.registry import page_kinds
        from orgs.wagtail_patches import dates, registry
        from orgs.wagtail_patches.table import PATCHES

        # Builds the registry once all models are loaded.
        page_kinds()
        # Here, because the form asks the models. A kind of page that has a form of its own derives it from this one.
        OrgContentPage.base_form_class = OrgPageForm  # type: ignore[assignment]
        dates.use_typed_fields()
        registry.register(*PATCHES)
        registry.apply_all()
