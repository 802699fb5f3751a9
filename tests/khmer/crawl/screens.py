"""Every address of the portal, and who is asked to see it; what is no screen is named here with its reason."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import NoReverseMatch, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Task

from feed.follow import links
from feed.models import Follow, Follower
from orgs.membership.handed_links import hand_join_link
from portal.access import RULES
from tests.khmer.crawl.khmer_portal import KhmerPortal
from tests.population import EDITOR, standing_person
from tests.tenancy.arguments import arguments
from tests.tenancy.patterns import Address

# Who looks at an address; the first who is shown something counts, members before editors.
PUBLIC, STAFF = ("anonymous",), ("editor", "administrator")
GUARDED = ("officer", "manager", *STAFF)

# On the way in: who has asked for a code, and who has yet to show a second factor.
STAGES = {"account_confirm_login_code": "code asked", "mfa_authenticate": "half signed in"}

FOR_PROGRAMS = "It speaks to programs, in English or without a word."
BUTTON = "It takes a button alone: what follows is another screen."
OFF = "It is closed to everybody (portal.access)."
CHOSEN = "It tells the editor's script what was chosen."
UPLOADED = "It answers the script of many uploads, with the form of one file's own screen."
NOBODY = "Nothing of the portal leads there."
ELSEWHERE = "It leads to a screen of the portal's own."
DESK = "Pieces are decided at the editors' desk; Wagtail's own way leads back."
NONE_OF_IT = (
    "The portal has nothing of that kind: no settings of Wagtail's, no third language, no address of its pictures."
)

NO_SCREENS = {
    **dict.fromkeys(("root", "health-live", "health-ready", "brand_css", "workspace:brand-css"), FOR_PROGRAMS),
    **dict.fromkeys(("workspace:brand-colours", "workspace:brand-look"), FOR_PROGRAMS),
    **dict.fromkeys(("file", "wagtaildocs_serve", "page-card", "portal-card", "offline-worker"), FOR_PROGRAMS),
    **dict.fromkeys(("sitemap", "robots.txt", "sitemap.xml", "calendar", "organization-calendar"), FOR_PROGRAMS),
    **dict.fromkeys(
        ("atom", "json-feed", "organization-atom", "organization-json-feed", "search-atom", "search-suggestions"),
        FOR_PROGRAMS,
    ),
    **dict.fromkeys(("press-atom", "press-json-feed"), FOR_PROGRAMS),
    **dict.fromkeys(("wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailimages:preview"), FOR_PROGRAMS),
    **dict.fromkeys(("wagtailadmin_dismissibles", "wagtailadmin_block_preview"), FOR_PROGRAMS),
    **dict.fromkeys(("wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete"), FOR_PROGRAMS),
    **dict.fromkeys(("workspace:submit", "workspace:take-back", "workspace:translate", "workspace:send-both"), BUTTON),
    **dict.fromkeys(("workspace:duplicate", "workspace:new-password-link", "workspace:revoke-link"), BUTTON),
    **dict.fromkeys(("workspace:verify-help-service", "workspace:change-role", "workspace:resend-invitation"), BUTTON),
    **dict.fromkeys(("workspace:revoke-invitation", "workspace:claim", "workspace:renew-claim"), BUTTON),
    **dict.fromkeys(("workspace:release-claim", "workspace:choose-organization", "workspace:choose-language"), BUTTON),
    **dict.fromkeys(("outbox:retry", "wagtailadmin_pages:set_page_position", "wagtailadmin_logout"), BUTTON),
    **dict.fromkeys(("wagtailadmin_login", "wagtailcore_login", "account_confirm_email", "account_signup"), NOBODY),
    **dict.fromkeys(("socialaccount_signup", "wagtailadmin_pages:confirm_workflow_cancellation"), NOBODY),
    **dict.fromkeys(("wagtaildocs_chooser:chosen", "wagtaildocs_chooser:chosen_multiple"), CHOSEN),
    **dict.fromkeys(("wagtailimages_chooser:chosen", "wagtailimages_chooser:chosen_multiple"), CHOSEN),
    **dict.fromkeys(
        ("wagtailsnippetchoosers_press_source:chosen", "wagtailsnippetchoosers_press_source:chosen_multiple"), CHOSEN
    ),
    **dict.fromkeys(("wagtaildocs:edit_multiple", "wagtailimages:edit_multiple"), UPLOADED),
    **dict.fromkeys(("wagtaildocs:delete_multiple", "wagtailimages:delete_multiple"), UPLOADED),
    **dict.fromkeys(("wagtaildocs:delete_upload_multiple", "wagtailimages:delete_upload_multiple"), UPLOADED),
    "wagtaildocs:create_multiple_from_uploaded_document": UPLOADED,
    "wagtailimages:create_multiple_from_uploaded_image": UPLOADED,
    "wagtailadmin_choose_page_chosen_multiple": CHOSEN,
    "wagtailadmin_pages:revisions_index": "It leads to the history.",
    "workspace:session-state": FOR_PROGRAMS,
    "workspace:strip": "A strip within a public page: tests/workspace/test_strip.py reads it in Khmer.",
    **dict.fromkeys(
        ("workspace:check-in-list", "workspace:check-in-entries", "workspace:check-in-worker"), FOR_PROGRAMS
    ),
    "discussions:board-atom": FOR_PROGRAMS,
    **dict.fromkeys(("discussions:thread-mails", "discussions:sign-out", "workspace:claim-matter"), BUTTON),
    **dict.fromkeys(("workspace:renew-matter-claim", "workspace:release-matter-claim"), BUTTON),
    **dict.fromkeys(("workspace:press-undo", "workspace:press-source"), BUTTON),
    **dict.fromkeys(("workspace:undo-held", "workspace:dismiss-dropped"), BUTTON),
    "mfa_download_recovery_codes": "A file of codes.",
    **dict.fromkeys(("mfa_list_webauthn", "mfa_reauthenticate_webauthn"), ELSEWHERE),
    "workspace:takeout-file": "An archive: tests/takeout reads it.",
    **dict.fromkeys(
        ("statistics-file", "statistics-xlsx"), "A table for Excel: tests/events/test_statistics.py reads it."
    ),
    "recommendations-atom": FOR_PROGRAMS,
    "workspace:reach-file": "A table for Excel: tests/workspace/test_reach.py reads it.",
    "workspace:reach-mail": BUTTON,
    "recommendations-file": "A table for Excel: tests/outcomes/test_tracker.py reads it.",
    **dict.fromkeys(("series-csv", "series-xlsx"), "A table for Excel: tests/events/test_series_figures.py reads it."),
    **dict.fromkeys(("event-report", "series-report", "workspace:printed-list"), "A PDF: tests/events/papers read it."),
    **dict.fromkeys(("own-data-file", "follower-data", "registration-calendar"), "A file to take along."),
    **dict.fromkeys(("wagtailcore_authenticate_with_password", "wagtailadmin_pages:convert_alias"), NOBODY),
    **dict.fromkeys(("wagtailadmin_pages:lock", "wagtailadmin_pages:unlock", "wagtailadmin_workflows:enable"), BUTTON),
    **dict.fromkeys(("wagtailadmin_workflows:enable_task", "wagtailadmin_workflows:remove"), BUTTON),
    **dict.fromkeys(("wagtailadmin_pages:workflow_action", "wagtailadmin_pages:workflow_preview"), DESK),
    "wagtailadmin_pages:collect_workflow_action_data": DESK,
    "wagtailadmin_workflows:task_chosen": CHOSEN,
    **dict.fromkeys(("wagtailadmin_password_reset", "wagtailadmin_password_reset_done"), ELSEWHERE),
    **dict.fromkeys(("wagtailadmin_password_reset_confirm", "wagtailadmin_password_reset_complete"), ELSEWHERE),
    "wagtailsnippets:index": ELSEWHERE,
    **dict.fromkeys(("wagtailsettings:edit", "wagtailsettings:preview_on_edit", "wagtaillocales:add"), NONE_OF_IT),
    **dict.fromkeys(("wagtailimages:url_generator", "wagtailimages:url_generator_output"), NONE_OF_IT),
    "workspace:new-recipe": "A kind of page of the tests alone.",
    "workspace:edit-recipe": "A kind of page of the tests alone.",
}
# Whole namespaces.
NO_SCREENS_OF = {
    "api:": FOR_PROGRAMS,
    "wagtailadmin_api:": FOR_PROGRAMS,
    "wagtailadmin_editing_sessions:": FOR_PROGRAMS,
}


def people_for(address: Address) -> tuple[str, ...]:
    if address.view.startswith("discussions:"):
        return ("participant", "anonymous")
    if address.route.startswith("admin/") and address.view not in RULES.open:
        return STAFF
    if address.view == "workspace:to-translate":
        return ("translator",)
    if address.is_behind_the_guard:
        return GUARDED
    if address.view in STAGES:
        return (STAGES[address.view],)
    return ("anonymous", "officer", "manager", "editor") if address.route.startswith("accounts/") else PUBLIC


def addresses_of(address: Address, stage: KhmerPortal) -> list[str]:
    """Return where an address leads in the scenario, the public pages in Khmer."""
    if made := SPECIAL.get(address.view):
        return made(stage).split()
    if found := stage.board.addresses(stage.article.pk).get(address.view):
        return [found]
    if address.view == "page" or (address.unnamed and address.view.startswith("wagtail")):
        return [page.url for page in (stage.side.live, stage.side.home, stage.article)]
    if not address.view:
        return []
    try:
        found = [reverse(address.view, kwargs=each) for each in arguments(address, stage.side, stage.side)[:1]]
    except NoReverseMatch:
        return []
    return found


def bulk_actions(stage: KhmerPortal) -> list[str]:
    """Return what is done with many pictures or documents at once."""
    return [
        reverse("wagtail_bulk_action", args=["assets", model, action.action_type]) + f"?id={one.pk}"
        for model, one in (("image", stage.side.image), ("document", stage.side.document))
        for action in bulk_action_registry.get_bulk_actions_for_model("assets", model)
    ]


def confirmation() -> str:
    return links.confirmation_token(Follow.objects.latest("pk"), "daily", "km")


def handed_secret(stage: KhmerPortal) -> str:
    """Make a link for somebody without e-mail: its secret is stored nowhere."""
    return hand_join_link(stage.side.organization, note="", by=stage.side.manager)[1]


def follower(stage: KhmerPortal) -> Follower:
    return Follower.objects.get(follows__organization=stage.side.organization)


SPECIAL: dict[str, Callable[[KhmerPortal], str]] = {
    "series": lambda stage: reverse("series", args=["ourown-series"]),
    "guide-page": lambda stage: reverse("guide-page", args=["photos"]),
    "topic": lambda stage: reverse("topic", args=["law"]),
    "follow": lambda stage: reverse("follow") + f"?organization={stage.side.organization.slug}",
    "follow-confirm": lambda stage: reverse("follow-confirm", args=[confirmation()]),
    "follow-manage": lambda stage: reverse("follow-manage", args=[links.follower_token(follower(stage))]),
    "follow-leave": lambda stage: reverse("follow-leave", args=[links.follower_token(follower(stage))]),
    "invitation": lambda stage: reverse("invitation", args=[stage.side.invitation.token]),
    "handed-link": lambda stage: reverse("handed-link", args=[handed_secret(stage)]),
    "report": lambda stage: reverse("report", args=[stage.side.live.pk]),
    "workspace:event-figures": lambda stage: reverse("workspace:event-figures", args=[stage.side.live.pk]),
    "workspace:translation": lambda stage: reverse("workspace:translation", args=[stage.translated.pk]),
    "workspace:recommendations": lambda stage: reverse("workspace:recommendations", args=[stage.side.live.pk]),
    "register": lambda stage: reverse("register", args=[stage.side.live.pk]),
    "registration-sent": lambda stage: reverse("registration-sent", args=[stage.side.live.pk]),
    **{
        name: lambda stage, name=name: reverse(name, args=[stage.side.registration.token])
        for name in ("registration", "registration-change", "registration-cancel", "registration-delete")
    },
    **{
        f"workspace:{name}": lambda stage, name=name: reverse(f"workspace:{name}", args=[stage.side.live.pk])
        for name in ("registration", "registration-settings", "registration-add", "registration-list")
    },
    "untranslated": lambda stage: reverse("untranslated", args=[stage.english.pk]),
    "search": lambda stage: reverse("search") + "?q=នារី",
    "workspace:edit-update": lambda stage: reverse("workspace:edit-update", args=[stage.update.pk]),
    "workspace:edit-publication": lambda stage: reverse("workspace:edit-publication", args=[stage.publication.pk]),
    "workspace:edit-article": lambda stage: reverse("workspace:edit-article", args=[stage.article.pk]),
    "workspace:edit-help": lambda stage: reverse("workspace:edit-help", args=[stage.help.pk]),
    "workspace:edit-event": lambda stage: reverse("workspace:edit-event", args=[stage.event.pk]),
    "workspace:appeal": lambda stage: reverse("workspace:appeal", args=[stage.refused.pk]),
    "workspace:answer-withdrawal": lambda stage: reverse("workspace:answer-withdrawal", args=[stage.taken.pk]),
    "workspace:notes": lambda stage: reverse("workspace:notes", args=[stage.side.submission.page_id]),
    "workspace:press-item": lambda stage: reverse("workspace:press-item", args=[stage.item.pk]),
    "workspace:review": lambda stage: " ".join(
        reverse("workspace:review", args=[sent.pk]) for sent in (stage.side.submission, stage.sent)
    ),
    "workspace:post-review": lambda stage: reverse("workspace:post-review", args=[stage.by_trust.pk]),
    "wagtailadmin_pages:unpublish": lambda stage: reverse("wagtailadmin_pages:unpublish", args=[stage.side.live.pk]),
    "wagtailadmin_pages:workflow_history_detail": lambda stage: reverse(
        "wagtailadmin_pages:workflow_history_detail", args=[stage.side.waiting.pk, stage.side.workflow_state.pk]
    ),
    "wagtailadmin_workflows:add_task": lambda _: reverse(
        "wagtailadmin_workflows:add_task", args=Task.objects.get().content_type.natural_key()
    ),
    "wagtailusers_users:reset_second_factor": lambda _: reverse(
        "wagtailusers_users:reset_second_factor", args=[standing_person(EDITOR).pk]
    ),
    "wagtail_bulk_action": lambda stage: " ".join(bulk_actions(stage)),
}
