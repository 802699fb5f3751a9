"""Hooks into Wagtail's screens: each module that registers one is known, and none leads past the review."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail import hooks
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationSource

from portal.wagtail_admin.hooks import DISABLED_LIBRARIES
from tests.accounts.sign_in_helpers import sign_in

# A new one was read: what does it do before, after or instead of what Wagtail's screens do?
OWN = {
    "accounts.wagtail_hooks",
    # It names log entries, and nothing else.
    "discussions.wagtail_hooks",
    "events.attendance.log_actions",
    "events.registration.log_actions",
    "moderation.wagtail_hooks",
    "orgs.pages.visibility",
    "orgs.wagtail_hooks",
    "outbox.wagtail_hooks",
    "portal.wagtail_hooks",
    # It notes which page a request reads, and changes nothing.
    "reach.wagtail_hooks",
    # They name log entries, hide own sites among the sources, and keep sources that have clippings.
    "press.log_actions",
    "press.wagtail_hooks",
    "workspace.full_editor",
    "workspace.wagtail_hooks",
    # They name log entries, and nothing else.
    "moving.wagtail_hooks",
    "takeout.wagtail_hooks",
}
WAGTAILS = {
    "wagtail.admin.menu",
    "wagtail.admin.views.pages.bulk_actions.delete",
    "wagtail.admin.views.pages.bulk_actions.move",
    "wagtail.admin.views.pages.bulk_actions.publish",
    "wagtail.admin.views.pages.bulk_actions.unpublish",
    "wagtail.admin.viewsets.model",
    "wagtail.admin.wagtail_hooks",
    "wagtail.contrib.redirects.wagtail_hooks",
    "wagtail.contrib.settings.registry",
    "wagtail.contrib.settings.wagtail_hooks",
    "wagtail.documents.views.bulk_actions.add_tags",
    "wagtail.documents.views.bulk_actions.add_to_collection",
    "wagtail.documents.views.bulk_actions.delete",
    "wagtail.documents.wagtail_hooks",
    "wagtail.embeds.wagtail_hooks",
    "wagtail.images.views.bulk_actions.add_tags",
    "wagtail.images.views.bulk_actions.add_to_collection",
    "wagtail.images.views.bulk_actions.delete",
    "wagtail.images.wagtail_hooks",
    "wagtail.locales.wagtail_hooks",
    "wagtail.sites.wagtail_hooks",
    "wagtail.snippets.bulk_actions.delete",
    "wagtail.snippets.wagtail_hooks",
    "wagtail.users.views.bulk_actions.assign_role",
    "wagtail.users.views.bulk_actions.delete",
    "wagtail.users.views.bulk_actions.set_active_state",
    "wagtail.users.views.users",
    "wagtail.users.wagtail_hooks",
    "wagtail.wagtail_hooks",
}


def test_each_module_that_registers_a_hook_is_known() -> None:
    hooks.search_for_hooks()
    registered = {function.__module__ for row in hooks._hooks.values() for function, _order in row}
    # Some of Wagtail's register when a view of theirs was shown.
    assert OWN <= registered <= OWN | WAGTAILS


@pytest.mark.parametrize("package", DISABLED_LIBRARIES)
def test_what_is_taken_out_registers_nothing_in_either_form(package: str) -> None:
    def function() -> None: ...

    function.__module__ = f"{package}.wagtail_hooks"
    hooks.register("before_edit_page", function)
    assert hooks.register("before_edit_page")(function) is function
    assert function not in hooks.get_hooks("before_edit_page")


def test_localizes_screens_are_gone() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("wagtail_localize:translations_report")


FORM = {"title": "Seven looms", "text": "Seven looms came.", "image": ""} | {
    f"comments-{name}": value
    for name, value in [("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", "")]
}


@pytest.fixture
def translated(make_page: Any, organization: Any, officer: Any) -> Any:
    """A draft of which localize's tables say that it is a translation, enabled or not."""
    page = make_page("update", organization, owner=officer, text="We weave.")
    TranslationSource.update_or_create_from_instance(page)
    source = TranslationSource.objects.get()
    copy = make_page("update", organization, "km", owner=officer, translation_key=page.translation_key)
    return Translation.objects.create(source=source, target_locale=copy.locale, enabled=False), copy


@pytest.mark.django_db
@pytest.mark.parametrize("enabled", [True, False])
def test_nobody_switches_the_page_editor_off(enabled: bool, client: Any, translated: Any, officer: Any) -> None:
    translation, page = translated
    Translation.objects.filter(pk=translation.pk).update(enabled=enabled)
    sign_in(client, officer)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert 'name="action-send-for-review"' in client.get(address).content.decode()
    for button in ("localize-restart-translation", "localize-convert-to-alias"):
        client.post(address, FORM | {button: "1"})
    assert Translation.objects.get().enabled is enabled
    assert 'name="action-send-for-review"' in client.get(address).content.decode()


@pytest.mark.django_db
def test_no_locale_takes_pages_from_another(
    client: Any, make_page: Any, organization: Any, administrator: Any, officer: Any
) -> None:
    make_page("update", organization, live=True)
    english, khmer = (Locale.objects.get(language_code=code) for code in ("en", "km"))
    before = Page.objects.filter(locale=khmer).count()
    sign_in(client, administrator)
    address = reverse("wagtaillocales:edit", args=[khmer.pk])
    assert "sync" not in client.get(address).content.decode().lower().replace("async", "").replace("w-sync", "")
    component = "wagtail_localize_localesynchronization"
    form = {
        "language_code": "km",
        f"component-{component}-enabled": "on",
        f"component-{component}-sync_from": english.pk,
    }
    client.post(address, form)
    assert not LocaleSynchronization.objects.exists()
    # As if an older release had left a row.
    LocaleSynchronization.objects.bulk_create([LocaleSynchronization(locale=khmer, sync_from=english)])
    sign_in(client, officer)
    home = organization.homes.get(locale=english).page
    client.post(reverse("wagtailadmin_pages:add", args=["blog", "updatepage", home.pk]), FORM)
    assert Page.objects.filter(title="Seven looms").count() == 1
    assert Page.objects.filter(locale=khmer).count() == before
