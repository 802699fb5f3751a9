"""Personal data of services that help."""

from common.personal_data import Treatment, declare_model

declare_model(
    "help_services.HelpServicePage",
    is_content=True,
    whose="who answers the telephone of a service, where it is her own",
    why="whoever needs help reaches it",
    seen_by="the public",
    kept="until the organization withdraws the service",
    fields={"phone": Treatment.NAMED},
)
