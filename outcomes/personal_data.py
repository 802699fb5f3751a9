"""Declarations that the tables of outcomes hold no personal data: they repeat what public pages say."""

from common.personal_data import declare_not_personal

declare_not_personal(
    "outcomes.RecommendationRow", text="a sentence of a public page", steps="days and letters of a public page"
)
declare_not_personal("outcomes.AnswerReminder", translation_key="the pages that are one piece")
