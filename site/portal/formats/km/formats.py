"""The Khmer formats of dates that Django lacks."""

YEAR_MONTH_FORMAT = "F Y"
FIRST_DAY_OF_WEEK = 1
# For forms that take Django's own fields; those of the portal take common.typed_date_fields.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
DATETIME_INPUT_FORMATS = ["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
