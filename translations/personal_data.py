"""The personal data in the pairs of public sentences, which are copies of public pages."""

from common.personal_data import Treatment, declare_model, declare_not_personal

declare_model(
    "translations.PublishedPair",
    is_content=True,
    whose="people named on public pages",
    why="translators are offered what was written before",
    seen_by="members of all organizations",
    kept="as long as both pages are public",
    fields={"words": Treatment.REWRITTEN},
)
declare_not_personal("translations.Fingerprint")
declare_not_personal("translations.TranslationProgress")
