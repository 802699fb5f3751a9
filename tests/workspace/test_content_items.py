"""The officer's desk: every state is shown, every action is hers, and only her organization's."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from moderation.models import Submission
from moderation.services import approve, reject, request_changes, submit, take_back, withdraw
from orgs.services import set_membership

HOME = reverse("workspace:home")


def url(name, page):
    return reverse(f"workspace:{name}", args=[page.pk])


def shown(client):
    return client.get(HOME).content.decode()


def test_strangers_are_asked_to_sign_in(db):
    for name in ("home", "new-update", "queue"):
        response = Client().get(reverse(f"workspace:{name}"))
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


def test_who_works_nowhere_is_told_what_to_do(sign_in, make_user):
    assert "invite you" in sign_in(make_user("new@example.org")).get(HOME).content.decode()


def test_editors_come_to_the_queue(editors):
    assert editors.get(HOME)["Location"] == reverse("workspace:queue")


def test_nothing_is_kept_in_a_cache(officers):
    assert "no-store" in officers.get(HOME)["Cache-Control"]


@pytest.mark.parametrize("language", ["en", "km"])
def test_it_speaks_the_persons_language(sign_in, officer, language, organization):
    officer.language = language
    officer.save()
    content = shown(sign_in(officer))
    assert f'<html lang="{language}"' in content
    assert organization.name_in(language) in content


def test_the_language_can_be_changed(officers, officer):
    response = officers.post(
        reverse("workspace:choose-language"), {"language": "km", "back": "https://elsewhere.example/"}
    )
    assert response["Location"] == HOME
    officer.refresh_from_db()
    assert officer.language == "km"
    assert officers.cookies["django_language"].value == "km", "So speak pages that know no person."
    assert officers.post(reverse("workspace:choose-language"), {"language": "fr"}).status_code == 404


def test_a_draft_can_be_sent(officers, draft):
    assert url("submit", draft) in shown(officers)
    officers.post(url("submit", draft))
    assert Submission.objects.get().page_id == draft.pk


def test_what_waits_shows_its_clock_and_can_be_taken_back(officers, waiting, draft):
    content = shown(officers)
    assert 'class="clock"' in content
    assert url("take-back", draft) in content
    assert url("edit-update", draft) not in content
    officers.post(url("take-back", draft))
    waiting.refresh_from_db()
    assert waiting.state == Submission.State.TAKEN_BACK
    assert url("edit-update", draft) in shown(officers)


def test_what_was_returned_shows_the_reason(officers, waiting, editor, draft):
    request_changes(waiting, editor, "Name the <village>.")
    content = shown(officers)
    assert "Name the &lt;village&gt;." in content
    assert url("edit-update", draft) in content


def test_what_is_public_can_be_withdrawn_at_once(officers, waiting, editor, draft):
    approve(waiting, editor)
    assert url("withdraw", draft) in shown(officers)
    assert Page.objects.get(pk=draft.pk).live
    officers.get(url("withdraw", draft))
    assert Page.objects.get(pk=draft.pk).live
    officers.post(url("withdraw", draft))
    assert not Page.objects.get(pk=draft.pk).live


def test_what_an_editor_withdrew_shows_why(officers, waiting, editor, draft):
    approve(waiting, editor)
    withdraw(draft, editor, "It names a minor.")
    assert "It names a minor." in shown(officers)


def test_a_refusal_is_told(officers, waiting, editor, draft):
    approve(waiting, editor)
    for name in ("take-back", "submit"):
        response = officers.post(url(name, draft), follow=True)
        assert 'role="alert"' in response.content.decode()


def test_members_look_at_drafts_as_the_public_would(officers, draft):
    content = officers.get(url("preview", draft)).content.decode()
    assert "Six looms came. We weave." in content
    # It says who sees it, and leads back to where it is written.
    assert "Only you and your colleagues see this draft." in content
    assert f'href="{url("edit-update", draft)}"' in content


def test_a_preview_of_what_waits_leads_to_its_box_and_of_what_is_public_says_nothing(officers, editor, waiting, draft):
    content = officers.get(url("preview", draft)).content.decode()
    assert f'href="{url("content-item", draft)}"' in content and url("edit-update", draft) not in content
    approve(waiting, editor)
    assert "see this draft" not in officers.get(url("preview", draft)).content.decode()


def test_a_look_at_what_is_written_saves_it_first(officers):
    response = officers.post(
        reverse("workspace:new-update"), {"text": "Ten looms.", "language": "en", "action": "preview"}
    )
    page = Page.objects.get(title="Ten looms")
    assert response["Location"] == url("preview", page) and not page.live


def test_a_mail_leads_to_one_piece_whichever_organization_she_works_for(
    officers, officer, waiting, editor, draft, other_organization, django_assert_max_num_queries
):
    set_membership(officer, other_organization, "officer")
    officers.post(reverse("workspace:choose-organization"), {"organization": other_organization.slug})
    reject(waiting, editor, "Name the village.")
    with django_assert_max_num_queries(20):
        content = officers.get(url("content-item", draft)).content.decode()
    assert "Six looms" in content and "Name the village." in content
    assert url("appeal", draft) in content and url("edit-update", draft) in content


def test_an_editor_who_sent_it_comes_to_the_full_editor(editors, draft):
    assert editors.get(url("content-item", draft))["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])


def test_others_see_and_do_nothing(stranger, waiting, draft, organization):
    assert organization.name_en not in shown(stranger)
    assert "Six looms" not in shown(stranger)
    for name in ("edit-update", "content-item", "preview", "withdraw"):
        assert stranger.get(url(name, draft)).status_code == 404
    for name in ("edit-update", "submit", "take-back", "withdraw", "translate"):
        assert stranger.post(url(name, draft), {"text": "x", "reason": "x"}).status_code == 404
    for name in ("review", "review-preview"):
        assert stranger.get(reverse(f"workspace:{name}", args=[waiting.pk])).status_code == 404
    assert (
        stranger.post(reverse("workspace:choose-organization"), {"organization": organization.slug}).status_code == 404
    )
    assert stranger.get(reverse("workspace:queue")).status_code == 404
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_a_stranger_learns_nothing_from_ids(stranger, draft):
    for name in ("edit-update", "preview", "submit", "withdraw"):
        method = stranger.post if name == "send" else stranger.get
        foreign = method(url(name, draft))
        missing = method(reverse(f"workspace:{name}", args=[10**6]))
        assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)


def test_nothing_happens_by_a_get(officers, draft):
    for name in ("submit", "take-back", "translate"):
        assert officers.get(url(name, draft)).status_code == 405
    assert not Submission.objects.exists()


def test_who_left_sees_nothing_any_more(officers, officer, organization, draft):
    set_membership(officer, organization, None)
    # Leaving ends her sessions.
    assert "/accounts/login/" in officers.get(HOME)["Location"]
    officers.force_login(officer)
    assert "Six looms" not in shown(officers)
    assert officers.get(url("edit-update", draft)).status_code == 404


def test_who_works_for_two_chooses(officers, officer, organization, other_organization, make_page):
    set_membership(officer, other_organization, "officer")
    make_page("update", other_organization, title="Court day")
    officers.post(reverse("workspace:choose-organization"), {"organization": other_organization.slug})
    assert "Court day" in shown(officers)
    officers.post(reverse("workspace:choose-organization"), {"organization": organization.slug})
    assert "Court day" not in shown(officers)


# In the other language


def test_writing_it_in_khmer_too_makes_a_draft_beside_it(officers, officer, draft, organization):
    response = officers.post(url("translate", draft), follow=True)
    copy = Page.objects.get(translation_key=draft.translation_key, locale__language_code="km").specific
    assert not copy.live
    assert copy.organization == organization
    assert copy.owner == officer
    assert copy.text == draft.text
    assert copy.get_parent().specific.organization == organization
    assert response.redirect_chain[0][0] == url("translation", copy)
    assert copy.get_latest_revision() is not None


def test_the_latest_words_are_copied(officers, officer, draft):
    draft.text = "Newer words."
    draft.save_revision(user=officer)
    officers.post(url("translate", draft))
    assert Page.objects.get(translation_key=draft.translation_key, locale__language_code="km").specific.text == (
        "Newer words."
    )


def test_what_is_written_already_is_opened(officers, draft, make_page, organization):
    twin = make_page("update", organization, "km", translation_key=draft.translation_key)
    response = officers.post(url("translate", draft), follow=True)
    assert response.redirect_chain[0][0] == url("translation", twin)
    assert Page.objects.filter(translation_key=draft.translation_key).count() == 2


def test_longer_pages_are_translated_sentence_by_sentence_too(officers, make_page, organization):
    article = make_page("article", organization, "km", live=True)
    response = officers.post(url("translate", article))
    copy = Page.objects.get(translation_key=article.translation_key, locale__language_code="en")
    assert response["Location"] == url("translation", copy)
    assert not copy.live


def test_a_translation_of_what_waits_changes_nothing_of_it(officers, waiting, draft, editor):
    officers.post(url("translate", draft))
    copy = Page.objects.get(translation_key=draft.translation_key, locale__language_code="km")
    officers.post(url("edit-update", copy), {"text": "Unseen.", "language": "km", "action": "draft"})
    approve(waiting, editor)
    assert Page.objects.get(pk=draft.pk).specific.text == "Six looms came. We weave."
    copy.refresh_from_db()
    assert not copy.live


# Speed


def fill(make_page, organization, officer, editor, number):
    for index in range(number):
        page = make_page("update", organization, owner=officer)
        if index % 5 == 0:
            submit(page, officer)
        elif index % 5 == 1:
            request_changes(submit(page, officer), editor, "Name the village.")
        elif index % 5 == 2:
            approve(submit(page, officer), editor)
        elif index % 5 == 3:
            approve(submit(page, officer), editor)
            withdraw(page, officer)
        else:
            take_back(submit(page, officer), officer)


def test_few_and_many_pieces_cost_the_same(
    officers, officer, editor, make_page, organization, django_assert_max_num_queries
):
    fill(make_page, organization, officer, editor, 5)
    officers.get(HOME)
    # Two of them are how often the public ones were read.
    with django_assert_max_num_queries(22) as few:
        officers.get(HOME)
    most = len(few)
    # Few of each state and many drafts: a query for each of either would be seen.
    fill(make_page, organization, officer, editor, 5)
    for _draft in range(10):
        make_page("update", organization, owner=officer)
    # What every page keeps of the organizations is made anew once something of them became public.
    officers.get(HOME)
    with django_assert_max_num_queries(most):
        content = shown(officers)
    assert content.count('id="piece-') == 20
