from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "orgs"

    def ready(self) -> None:
        from orgs import comments, facts, files, names, people, receivers, seams, uses, versions  # noqa: F401
        from orgs.forms import OrgPageForm
        from orgs.models import OrgContentPage

        # Here, because the form asks the models. A kind of page that has a form of its own derives it from this one.
        OrgContentPage.base_form_class = OrgPageForm  # type: ignore[assignment]
        for stand_in in (seams, uses, names, comments):
            stand_in.close()
