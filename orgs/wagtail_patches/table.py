"""The table of everything that orgs replaces in Wagtail and allauth, with reasons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import allauth_limits
from accounts.second_step.adapter import passkey_server
from orgs.wagtail_patches.comment_mails import send_notification
from orgs.wagtail_patches.dates import day_config, moment_config, time_config
from orgs.wagtail_patches.display_names import get_admin_display_title, get_full_name
from orgs.wagtail_patches.filters import get_form_class
from orgs.wagtail_patches.foreign_keys import clean_fields
from orgs.wagtail_patches.registry import Patch
from orgs.wagtail_patches.spreadsheets import write_csv_row
from orgs.wagtail_patches.tags import popular_tags_for_model
from orgs.wagtail_patches.usage import get_references_to, get_references_to_in_bulk, usage_count_subquery

TAGS = "The stock function offers the tags of every organization's files; it is given no request."
USAGE = "The stock function names, or counts, pages of other organizations; it is given no request."

PICKER = "The stock picker replaces what it cannot read by the present moment as soon as one leaves the field."

SEARCHING = "The stock method asks the database for each row that a foreign key names, on every save."

FORGETFUL = "The stock one counts in a cache, which misses guesses that come at once and drops counts when it is full."

PATCHES = (
    Patch(
        "allauth.core.internal.ratelimit:_consume_single_rate",
        "(request: 'HttpRequest', *, app: 'str', action: 'str', rate: 'Rate', key=None, user=None, "
        "dry_run: 'bool' = False, raise_exception: 'bool' = False) -> 'SingleRateLimitUsage | None'",
        allauth_limits.consume_single_rate,
        FORGETFUL,
    ),
    Patch(
        "allauth.core.internal.ratelimit:SingleRateLimitUsage.rollback",
        "(self) -> 'None'",
        allauth_limits.roll_back,
        FORGETFUL,
    ),
    Patch(
        "allauth.core.internal.ratelimit:clear",
        "(request: 'HttpRequest', *, app: 'str', action: 'str', config: 'dict[str, str] | None' = None, key=None, "
        "user=None) -> 'None'",
        allauth_limits.clear,
        FORGETFUL,
    ),
    Patch(
        "allauth.mfa.totp.internal.auth:TOTP._mark_code_used",
        "(self, code: 'str') -> 'bool'",
        allauth_limits.mark_code_used,
        "The stock one remembers a code for 30 seconds, in a cache; it is taken for longer.",
    ),
    Patch(
        "allauth.mfa.webauthn.internal.auth:get_server",
        "() -> 'Fido2Server'",
        passkey_server,
        "The stock one accepts passkeys from every page below the portal's host.",
    ),
    # Both modules import the function by its name.
    Patch("wagtail.admin.filters:popular_tags_for_model", "(model, count=10)", popular_tags_for_model, TAGS),
    Patch("wagtail.images.views.chooser:popular_tags_for_model", "(model, count=10)", popular_tags_for_model, TAGS),
    Patch(
        "wagtail.admin.filters:WagtailFilterSet.get_form_class",
        "(self)",
        get_form_class,
        "The stock filters offer the people of all organizations.",
    ),
    Patch("wagtail.admin.widgets.datetime:AdminDateInput.get_config", "(self)", day_config, PICKER),
    Patch("wagtail.admin.widgets.datetime:AdminTimeInput.get_config", "(self)", time_config, PICKER),
    Patch("wagtail.admin.widgets.datetime:AdminDateTimeInput.get_config", "(self)", moment_config, PICKER),
    Patch(
        "wagtail.admin.views.pages.search:SearchView.verbose_name_plural",
        "None",
        _("pages"),
        "The stock list says how many None it found.",
    ),
    Patch("wagtail.models:WorkflowState.clean_fields", "(self, exclude=None)", clean_fields, SEARCHING),
    Patch("wagtail.models:BaseLogEntry.clean_fields", "(self, exclude=None)", clean_fields, SEARCHING),
    Patch("wagtail.models:ReferenceIndex.get_references_to", "(object)", get_references_to, USAGE),
    Patch("wagtail.models:ReferenceIndex.get_references_to_in_bulk", "(objects)", get_references_to_in_bulk, USAGE),
    Patch("wagtail.models:ReferenceIndex.usage_count_subquery", "(model)", usage_count_subquery, USAGE),
    Patch(
        "accounts.models:User.get_full_name",
        "(self)",
        get_full_name,
        "Every screen of Wagtail asks Django's method, which names people of hidden organizations.",
    ),
    Patch(
        "wagtail.models:Page.get_admin_display_title",
        "(self)",
        get_admin_display_title,
        "The stock method shows a member the draft titles of the pages above her own.",
    ),
    Patch(
        "wagtail.admin.views.mixins:SpreadsheetExportMixin.write_csv_row",
        "(self, writer, row_dict)",
        write_csv_row,
        "The stock method writes titles that begin with = into CSV files, where a spreadsheet carries them out.",
    ),
    Patch(
        "wagtail.admin.views.pages.edit:send_notification",
        "(recipient_users, notification, extra_context)",
        send_notification,
        "The stock function sends mail while the page is saved, also to people who may no longer read it.",
    ),
)
