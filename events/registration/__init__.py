"""Registration for events: places, waiting list, mails, pages, and the deletion of people's data."""
