"""The only way by which people's pages become public.

Each function is one transaction that begins by locking the page. All raise Refusal, whose message says why and what to
do.
"""

from moderation.services.claiming import assign, claim, release, release_all, renew_claim
from moderation.services.correcting import (
    accept_correction,
    correctable_texts,
    decline_correction,
    offer_correction,
    publish_unanswered_corrections,
)
from moderation.services.deciding import (
    approve,
    publish_approved,
    publish_as_written,
    reject,
    request_changes,
    request_second_opinion,
)
from moderation.services.holding.carrying_out import carry_out_due, delete_old_dropped, drop_restored
from moderation.services.holding.hold import dismiss_dropped, hold_decision, undo_held
from moderation.services.pairs.sending import send_together
from moderation.services.post_reviews import post_review, publish_trusted, sample_for_finding
from moderation.services.profiles import decide_profile_change, propose_profile, waiting_change_of
from moderation.services.remembering import mark_copy, mark_imported
from moderation.services.reporting import answer_report, report
from moderation.services.sending import appeal, cancel_review, mark_cancelled, open_submission, submit, take_back
from moderation.services.tiers import change_tier
from moderation.services.withdrawing import (
    answer_withdrawal,
    close_changed,
    note_unpublished,
    public_in_other_language,
    withdraw,
)

__all__ = [
    "accept_correction",
    "answer_report",
    "answer_withdrawal",
    "appeal",
    "approve",
    "assign",
    "cancel_review",
    "carry_out_due",
    "change_tier",
    "claim",
    "close_changed",
    "correctable_texts",
    "decide_profile_change",
    "decline_correction",
    "delete_old_dropped",
    "dismiss_dropped",
    "drop_restored",
    "hold_decision",
    "mark_cancelled",
    "mark_copy",
    "mark_imported",
    "note_unpublished",
    "offer_correction",
    "open_submission",
    "post_review",
    "propose_profile",
    "public_in_other_language",
    "publish_approved",
    "publish_as_written",
    "publish_trusted",
    "publish_unanswered_corrections",
    "reject",
    "release",
    "release_all",
    "renew_claim",
    "report",
    "request_changes",
    "request_second_opinion",
    "sample_for_finding",
    "send_together",
    "submit",
    "take_back",
    "undo_held",
    "waiting_change_of",
    "withdraw",
]
