"""Personal data of services that help."""

from common.personal_data import Treatment, declare_model

declare_model(
    "help_services.HelpServicePage",
    is_content=True,
    whose="the owner of a service's telephone, where it is private",
    why="people who need help can call",
    seen_by="the public",
    kept="until the organization withdraws the service",
    fields={"phone": Treatment.NAMED},
)
