"""The one path to the public. Each function is one transaction, begun by locking the page; no other code publishes
for people. All raise Refusal, whose message says why and what to do.
"""

from moderation.services.claiming import claim, keep, release, release_all
from moderation.services.correcting import (
    accept_correction,
    correctable_texts,
    decline_correction,
    offer_correction,
    publish_unanswered_corrections,
)
from moderation.services.deciding import approve, ask_second, publish_approved, refuse, return_
from moderation.services.post_reviews import look_after, publish_trusted, sample_for_finding
from moderation.services.profiles import decide_facts, describe, waiting_of
from moderation.services.reporting import answer_report, report
from moderation.services.sending import appeal, open_submission, submit, take_back, taken_back
from moderation.services.tiers import change_tier
from moderation.services.withdrawing import answer_withdrawal, withdraw

__all__ = [
    "accept_correction",
    "answer_report",
    "answer_withdrawal",
    "appeal",
    "approve",
    "ask_second",
    "change_tier",
    "claim",
    "correctable_texts",
    "decide_facts",
    "decline_correction",
    "describe",
    "keep",
    "look_after",
    "offer_correction",
    "open_submission",
    "publish_approved",
    "publish_trusted",
    "publish_unanswered_corrections",
    "refuse",
    "release",
    "release_all",
    "report",
    "return_",
    "sample_for_finding",
    "submit",
    "take_back",
    "taken_back",
    "waiting_of",
    "withdraw",
]
