from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "orgs"

    def ready(self) -> None:
        from orgs import comments, names, profile, public_version, receivers, seams, uses  # noqa: F401
        from orgs.membership import members  # noqa: F401
        from orgs.models import OrgContentPage
        from orgs.pages import checks, file_publicity  # noqa: F401
        from orgs.pages.forms import OrgPageForm
        from orgs.pages.registry import page_kinds

        page_kinds()
        # Here, because the form asks the models. A kind of page that has a form of its own derives it from this one.
        OrgContentPage.base_form_class = OrgPageForm  # type: ignore[assignment]
        for stand_in in (seams, uses, names, comments):
            stand_in.close()
