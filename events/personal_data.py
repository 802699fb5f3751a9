"""Personal data of events. What their pages say is declared with the base of all pages."""

from common.personal_data import Treatment, declare_mails, declare_model, declare_not_personal, declare_payload
from events.outbox_events import REGISTRATION_MAIL

SERIES = "what a series of events is called"
PURPOSE = "what people's data is collected for"
ROW, WITH_ROW = Treatment.ROW, Treatment.WITH_ROW
REGISTERED = {
    "whose": "people who register for an event",
    "seen_by": "the person, by the link that is hers alone; members of the organization that holds the event",
    "kept": "until the date that she was told, 90 days after the event unless the organization says another; "
    "a week after the end of an event that was moved beyond that date; 24 hours, near the closing 2, where she never "
    "confirmed an address",
}

declare_not_personal("events.Series", name_en=SERIES, name_km=SERIES, description_en=SERIES, description_km=SERIES)
declare_not_personal("events.Gathering", purpose_en=PURPOSE, purpose_km=PURPOSE, key="the pages that are one event")
declare_model(
    "events.Registration",
    **REGISTERED,
    why="the organization plans the event, reaches who comes, and counts who came",
    fields={
        "email": ROW,
        "phone": WITH_ROW,
        "name": WITH_ROW,
        "token": WITH_ROW,
        "code": WITH_ROW,
        "sex": WITH_ROW,
        "organization_kind": WITH_ROW,
        "age_band": WITH_ROW,
        "place": WITH_ROW,
        "disability": WITH_ROW,
    },
    shown=(
        "name",
        "phone",
        "email",
        "language",
        "sex",
        "organization_kind",
        "age_band",
        "place__slug",
        "disability",
        "state",
        "created_at",
        "confirmed_at",
        "consent_at",
        "delete_on",
    ),
    not_personal={"purpose_hash": "a hash of what the organization wrote"},
)
declare_model(
    "events.CheckIn",
    **REGISTERED,
    why="participants are counted by who came, and each is counted once",
    fields={"created_by": Treatment.CUT, "device": WITH_ROW},
    paths=("registration__email",),
    shown=("day", "at"),
)
declare_model(
    "events.FigureRelease",
    whose="editors who released a table about a series of events",
    why="the log of what became public, and by whom",
    seen_by="editors",
    kept="as long as the table is public; the link is cut when the account is deleted",
    fields={"released_by": Treatment.CUT},
    shown=("year", "released_at"),
    not_personal={
        "tables": "numbers of people, joined until no group has fewer than five",
        "events": "the pages whose figures it holds",
    },
)
declare_payload(REGISTRATION_MAIL, "the id of a registration")
declare_mails(
    "events/mail",
    {
        "ask": "the event; a link that is hers alone",
        "again": "the event; a link that is hers alone",
        "place": "the event, her letters for the door; a link that is hers alone",
        "waiting": "the event; a link that is hers alone",
        "cancelled": "the event; a link that is hers alone",
    },
)
