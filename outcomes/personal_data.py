"""Declarations that the tables of outcomes hold no personal data: they repeat what public pages say."""

from common.personal_data import declare_mails, declare_not_personal, declare_payload
from outcomes.outbox_events import RECOMMENDATIONS_UNANSWERED

declare_not_personal(
    "outcomes.RecommendationRow",
    key="the id of a block of a public page",
    text="a sentence of a public page",
    steps="days and letters of a public page",
)
declare_not_personal("outcomes.AnswerReminder", translation_key="the pages that are one piece")
declare_payload(RECOMMENDATIONS_UNANSWERED, "keys of pages, which name nobody")
declare_mails("outcomes/mail", {"unanswered": "titles of pages of her organization"})
