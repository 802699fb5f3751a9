"""The personal data of organizations, members, invitations and applications, and of the mails about them."""

from common.personal_data import NotErased, Treatment, declare_mails, declare_model

declare_model(
    "orgs.Organization",
    is_content=True,
    whose="people named in the profile, or whose address or telephone it shows",
    why="the public reaches the organization",
    seen_by="the public",
    kept="as long as the organization",
    fields={
        "email": Treatment.EMPTY,
        "phone": Treatment.EMPTY,
        "name_en": Treatment.NAMED,
        "name_km": Treatment.NAMED,
        "description_en": Treatment.NAMED,
        "description_km": Treatment.NAMED,
        "website": Treatment.NAMED,
    },
    shown=("name_en", "email", "phone"),
)
declare_model(
    "orgs.Membership",
    whose="members of organizations",
    why="who works for which organization",
    seen_by="members of the organization, editors",
    kept="as long as the membership",
    fields={"user": Treatment.WITH_ROW},
    shown=("organization__name_en", "role", "translates_into", "created_at"),
)
declare_model(
    "orgs.Invitation",
    whose="people who were invited, and who invited them",
    why="the only way into an organization",
    seen_by="managers of the organization, editors",
    kept="90 days after it was accepted, taken back or ran out",
    fields={"email": Treatment.ROW, "key": Treatment.ROW, "invited_by": Treatment.CUT},
    shown=("organization__name_en", "role", "translates_into", "created_at", "accepted_at"),
)
declare_model(
    "orgs.HandedLink",
    whose="people without e-mail who were handed a link, and the managers who made it",
    why="the way into an organization, or to a new password, without e-mail",
    seen_by="managers of the organization",
    kept="90 days after it was used, taken back or ran out",
    fields={
        "person": Treatment.WITH_ROW,
        "note": Treatment.NAMED,
        "secret_hash": NotErased("a hash of random letters"),
        "created_by": Treatment.CUT,
    },
    shown=("organization__name_en", "role", "translates_into", "created_at", "used_at"),
)
declare_model(
    "orgs.Application",
    whose="people who apply for an organization",
    why="answering the application",
    seen_by="editors",
    kept="180 days after a no, a year after a yes",
    fields={
        "email": Treatment.ROW,
        "contact": Treatment.ROW,
        "phone": Treatment.ROW,
        "name": Treatment.ROW,
        "about": Treatment.ROW,
        "website": Treatment.ROW,
        "reason": Treatment.ROW,
        "decided_by": Treatment.CUT,
    },
    shown=("name", "about", "website", "contact", "email", "phone", "created_at", "state", "reason"),
)
declare_model(
    "orgs.OrgContentPage",
    is_content=True,
    whose="people named in the text",
    why="it is the organization's text",
    seen_by="the public, once it is published; before, the organization and editors",
    kept="until the organization withdraws or deletes it",
    fields={"summary": Treatment.NAMED},
    covers_subclasses=True,
)
declare_mails(
    "orgs/mail",
    {
        "base": "nobody",
        "account_already_exists": "the address",
        "application_declined": "the name of who asked",
        "application_received": "nobody",
        "comments": "who commented, by name",
        "email_changed": "her own addresses",
        "email_confirm": "the address",
        "email_confirmation": "the address",
        "email_confirmation_signup": "the address",
        "email_deleted": "her own addresses",
        "invitation": "who invites, by name; a link that lets in",
        "login_code": "a code that signs in",
        "password_changed": "nobody",
        "password_reset": "a link that lets in",
        "password_reset_key": "a link that lets in",
        "password_set": "nobody",
        "recovery_codes_generated": "nobody",
        "second_factor_reset": "nobody",
        "second_factor_reset_asked": "a member, and the manager who asks for her",
        "totp_activated": "nobody",
        "webauthn_added": "nobody",
        "webauthn_removed": "nobody",
        "totp_deactivated": "nobody",
        "unknown_account": "the address",
        "warning": "the connection and browser from which something was done",
    },
)
