"""Personal data of the editors' work: submissions, decisions, reports, and of the mails about them."""

from common.personal_data import Treatment, declare_mails, declare_model, declare_not_personal, declare_payload
from moderation.outbox_events import MATTER_REMINDED, SCHEDULE_DROPPED, SUBMISSION_REMINDED

WORK = {
    "why": "showing later who decided what, and why",
    "seen_by": "the organization's members, editors",
    "kept": "as long as the organization; an erased person appears as a former member",
}
NAMED, CUT = Treatment.NAMED, Treatment.CUT

declare_model(
    "moderation.Submission",
    whose="who sent a page, who decided",
    **WORK,
    fields={
        "title": NAMED,
        "submitted_by": CUT,
        "claimed_by": CUT,
        "second_look_by": CUT,
        "second_look_note": NAMED,
        "decided_by": CUT,
        "reason": NAMED,
        "post_review_by": CUT,
    },
    shown=("kind", "submitted_at", "decided_at"),
)
declare_model(
    "moderation.SubmissionNote",
    whose="members and editors who write to each other about a page",
    **WORK,
    fields={"author": CUT, "text": NAMED},
    shown=("text", "created_at"),
)
declare_model(
    "moderation.Matter",
    whose="who decided, people in its title",
    **WORK,
    fields={"title": NAMED, "claimed_by": CUT, "decided_by": CUT, "reason": NAMED},
    shown=("kind", "created_at", "decided_at"),
)
declare_model(
    "moderation.HeldDecision",
    whose="an editor who decided a minute ago",
    why="undoing a decision before it takes effect",
    seen_by="editors",
    kept="a minute; where it could not take effect, until she has read why, a week at most",
    fields={"editor": Treatment.WITH_ROW, "reason": NAMED, "why_dropped": NAMED},
    shown=("decision", "effective_at"),
)
declare_model(
    "moderation.Correction",
    whose="who corrected a page, who answered",
    **WORK,
    fields={"created_by": CUT, "note": NAMED, "answered_by": CUT, "answer": NAMED},
    shown=("created_at", "answered_at"),
)
declare_model(
    "moderation.Withdrawal",
    whose="who withdrew a page, who answered",
    **WORK,
    fields={"title": NAMED, "created_by": CUT, "reason": NAMED, "answer": NAMED, "answered_by": CUT},
    shown=("created_at", "answered_at"),
)
declare_model(
    "moderation.ProfileChange",
    is_content=True,
    whose="who changed a profile, who decided, people it names",
    **WORK,
    fields={"before": NAMED, "after": NAMED, "proposed_by": CUT, "decided_by": CUT, "reason": NAMED},
    shown=("proposed_at", "decided_at"),
)
declare_model(
    "moderation.ProfileChange_writers",
    whose="who wrote part of a profile change",
    **WORK,
    fields={"user": Treatment.WITH_ROW},
    shown=("profilechange__proposed_at",),
)
declare_model(
    "moderation.Report",
    whose="a reader who reports a page and left an address; who answered",
    why="answering the reader",
    seen_by="editors",
    kept="the address until 30 days after the answer; the report, without it, as long as the organization is here",
    fields={"email": Treatment.EMPTY, "text": Treatment.EMPTY, "title": NAMED, "answered_by": CUT, "answer": NAMED},
    shown=("title", "kind", "text", "email", "created_at", "answer"),
)
declare_model(
    "moderation.CheckResult",
    is_content=True,
    whose="people named in a finding of a check",
    **WORK,
    fields={"findings": NAMED},
    not_personal={"check_name": "the name of a check"},
)
declare_model(
    "moderation.RememberedContent",
    is_content=True,
    whose="people in the title of a rejected page",
    **WORK,
    fields={"title": NAMED},
    not_personal={"shingles": "digests, from which no word can be read", "file_hashes": "hashes of files"},
)
MAILS = {
    "whose": "editors and members of organizations",
    "why": "one mail about many notices",
    "seen_by": "nobody",
    "kept": "as long as the account",
}
declare_model("moderation.DeskDigest", **MAILS, fields={"person": Treatment.WITH_ROW}, shown=("created_at",))
declare_model("moderation.Notice", **MAILS, fields={"person": Treatment.WITH_ROW}, shown=("kind", "created_at"))
REASON = "a reason that administrators offer"
declare_not_personal("moderation.Reason", name_en=REASON, name_km=REASON)
SAVED = "a text that editors share, about no person"
declare_not_personal("moderation.SavedReply", name_km=SAVED, name_en=SAVED, text_km=SAVED, text_en=SAVED)
declare_payload(SUBMISSION_REMINDED, "the id of a submission, and the name of a mark")
declare_payload(MATTER_REMINDED, "the id of a matter, and the name of a mark")
declare_payload(SCHEDULE_DROPPED, "ids, and the name of an obstacle")
declare_mails(
    "moderation/mail",
    {
        "footer": "nobody",
        "hello": "the reader by name",
        "correction": "who corrected, by name",
        "decided": "who decided, by name, and why",
        "desk": "titles of what waits, and what members wrote to the editors",
        "finding": "what a review after publication found",
        "notes": "what editors wrote about a page, with their names",
        "profile": "who decided, by name, and why",
        "report": "what an editor answers to the reader",
        "schedule_dropped": "the title of a page",
        "tier": "an organization",
        "withdrawn": "who withdrew, by name, and why",
    },
)
