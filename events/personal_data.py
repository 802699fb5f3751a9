"""Personal data of events. What their pages say is declared with the base of all pages."""

from common.personal_data import declare_not_personal

SERIES = "what a series of events is called"

declare_not_personal("events.Series", name_en=SERIES, name_km=SERIES)
