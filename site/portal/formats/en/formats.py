"""English dates as the portal writes them."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, g:i a"
SHORT_DATE_FORMAT = "j M Y"
FIRST_DAY_OF_WEEK = 1
