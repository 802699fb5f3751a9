"""One submission: what changed, the checks, the decision, corrections and what organizations say to it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page

from moderation.models import CheckResult, Correction, Reason, Submission
from moderation.services import approve, reject, submit, take_back, withdraw
from orgs.services import set_editor
from tests.workspace.conftest import photo


def url_of(submission, name="review"):
    return reverse(f"workspace:{name}", args=[submission.pk])


@pytest.fixture
def second_editor(make_user):
    user = make_user("second@example.org", first_name="Second")
    set_editor(user, True)
    return user


@pytest.fixture
def second_editors(sign_in, second_editor):
    return sign_in(second_editor)


@pytest.fixture
def second_version(draft, waiting, editor, officer):
    """Public once, and sent again with other words."""
    approve(waiting, editor)
    page = Page.objects.get(pk=draft.pk).get_latest_revision_as_object()
    page.text = "Seven looms came. We weave."
    page.save_revision(user=officer)
    return submit(draft, officer)


def test_what_was_sent_is_shown_as_the_public_would_see_it(editors, waiting, draft, officer):
    page = Page.objects.get(pk=draft.pk).get_latest_revision_as_object()
    page.text = "Saved later."
    page.save_revision(user=officer)
    response = editors.get(url_of(waiting, "review-preview"))
    content = response.content.decode()
    assert "Six looms came. We weave." in content
    assert "Saved later." not in content
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(("query", "shows"), [({"width": "phone"}, True), ({}, False)])
def test_the_preview_stands_in_both_widths(editors, waiting, query, shows):
    content = editors.get(url_of(waiting, "preview-frame"), query).content.decode()
    assert ("as-phone" in content) is shows
    assert url_of(waiting, "review-preview") in content
    assert 'sandbox="allow-same-origin"' in content


def test_a_first_version_is_shown_as_it_is(editors, waiting):
    content = editors.get(url_of(waiting)).content.decode()
    assert "Six looms came. We weave." in content
    assert "Public now" not in content
    assert "<ins>" not in content


def test_what_changed_stands_side_by_side(editors, second_version):
    content = editors.get(url_of(second_version)).content.decode()
    assert "Public now" in content
    removed, added = content.partition("<del>")[2].partition("</del>")[0], content.partition("<ins>")[2]
    assert removed.endswith("Six ") and "removed:" in removed
    assert added.partition("</ins>")[0].endswith("Seven ")
    # Nothing stands between the words that was not written.
    assert "</del>looms" in content and "</ins>looms" in content
    assert "unchanged" in content


def test_what_is_written_is_escaped(editors, draft, officer):
    page = draft.get_latest_revision_as_object()
    page.text = "<script>alert(1)</script>"
    page.save_revision(user=officer)
    content = editors.get(url_of(submit(draft, officer))).content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert" in content


def test_checks_say_what_to_do(editors, waiting):
    finding = {"message": "phone", "where": "012 345 678", "with": {}}
    waiting.check_results.filter(check_name="personal-data").update(outcome="found", findings=[finding])
    CheckResult.objects.create(submission=waiting, check_name="no-such-check", outcome="found", findings=[finding])
    content = editors.get(url_of(waiting)).content.decode()
    assert "This looks like somebody’s telephone number." in content
    assert "012 345 678" in content
    assert "Remove it" in content


def test_reading_decides_nothing(editors, waiting):
    editors.get(url_of(waiting), {"decision": "approve"})
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_approving_leads_back_to_the_desk_as_it_was(editors, editor, waiting, draft):
    response = editors.post(url_of(waiting), {"decision": "approve", "back": "language=en"}, follow=True)
    assert response.redirect_chain[-1][0].endswith("/queue/?language=en")
    assert "Published: Six looms" in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.decided_by == editor
    assert Page.objects.get(pk=draft.pk).live


@pytest.mark.parametrize("decision", ["return", "refuse"])
def test_saying_no_needs_a_reason_and_keeps_what_was_typed(editors, waiting, decision):
    content = editors.post(url_of(waiting), {"decision": decision, "reason": " "}).content.decode()
    assert "Choose a reason, or write what should be changed." in content
    content = editors.post(url_of(waiting), {"reason": "Name the village."}).content.decode()
    assert "Please choose one." in content
    assert "Name the village." in content
    reason = Reason.objects.first()
    editors.post(url_of(waiting), {"decision": decision, "reason": "Name it.", "reasons": [reason.pk]})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ({"return": "returned"}.get(decision, "refused"), "Name it.")
    assert list(waiting.reasons.all()) == [reason]


def test_a_second_pair_of_eyes(editors, second_editors, waiting, second_editor):
    assert "Write what the other editor" in editors.post(url_of(waiting), {"decision": "second"}).content.decode()
    editors.post(url_of(waiting), {"decision": "second", "reason": "Is the number right?"})
    assert "you asked for a second opinion" in editors.get(url_of(waiting)).content.decode()
    assert "Is the number right?" in second_editors.get(url_of(waiting)).content.decode()
    second_editors.post(url_of(waiting), {"decision": "approve"})
    waiting.refresh_from_db()
    assert waiting.decided_by == second_editor


def test_the_second_editor_is_told_who_was_quicker(editors, waiting, administrator):
    approve(waiting, administrator)
    for response in (
        editors.get(url_of(waiting)),
        editors.post(url_of(waiting), {"decision": "return", "reason": "No."}),
    ):
        content = response.content.decode()
        assert "has approved it already" in content
        assert 'name="decision"' not in content


def test_a_mail_link_to_what_waits_no_more_points_to_the_newer_version(editors, waiting, draft, officer):
    take_back(waiting, officer)
    newer = submit(draft, officer)
    content = editors.get(url_of(waiting)).content.decode()
    assert "This submission is no longer waiting" in content
    assert "It was taken back." in content
    assert url_of(newer) in content


def test_a_mail_link_leads_there_after_signing_in(client, waiting):
    assert client.get(url_of(waiting)).url.endswith(f"?next={url_of(waiting)}")


def test_changed_content_is_told_and_not_approved(editors, waiting, draft):
    revision = waiting.revision
    revision.content["text"] = "Something nobody saw."
    revision.save()
    assert "no longer what was sent" in editors.get(url_of(waiting)).content.decode()
    content = editors.post(url_of(waiting), {"decision": "approve"}).content.decode()
    assert "changed after it was sent" in content
    assert not Page.objects.get(pk=draft.pk).live


def test_who_wrote_it_gets_no_decision(editors, editor, draft):
    submission = submit(draft, editor)
    content = editors.get(url_of(submission)).content.decode()
    assert "Another editor has to decide: you wrote some of it." in content
    assert 'name="decision"' not in content
    editors.post(url_of(submission), {"decision": "approve"})
    assert not Page.objects.get(pk=draft.pk).live


def test_editors_withdraw_with_a_reason(editors, waiting, draft, editor):
    approve(waiting, editor)
    url = reverse("workspace:withdraw", args=[draft.pk])
    assert 'class="error"' in editors.post(url, {"reason": ""}).content.decode()
    assert Page.objects.get(pk=draft.pk).live
    editors.post(url, {"reason": "It names a minor."})
    assert not Page.objects.get(pk=draft.pk).live


def test_editors_do_not_act_for_organizations(editors, draft):
    for name in ("submit", "take-back", "translate", "appeal", "answer-withdrawal"):
        assert editors.post(reverse(f"workspace:{name}", args=[draft.pk])).status_code == 404
    assert editors.get(reverse("workspace:edit-update", args=[draft.pk])).status_code == 404


def test_what_is_gone_is_a_404(editors, waiting, draft):
    draft.delete()
    assert editors.get(url_of(waiting)).status_code == 404


# Corrections


def correcting(editors, waiting, **texts):
    """Return what the form of a correction would send, with some texts changed."""
    form = {"text-title": "Six looms", "text-summary": "", "text-text": "Six looms came. We weave.", "note": ""}
    return editors.post(url_of(waiting, "correct"), form | texts)


def test_every_text_can_be_corrected(editors, waiting):
    content = editors.get(url_of(waiting, "correct")).content.decode()
    for name in ("text-title", "text-summary", "text-text", "note"):
        assert f'name="{name}"' in content
    assert "You have changed nothing." in correcting(editors, waiting, note="Fine as it is.").content.decode()


@pytest.fixture
def correction(editors, waiting):
    correcting(editors, waiting, **{"text-text": "Six looms came. We weave silk now.", "note": "Clearer so."})
    return Correction.objects.get()


def test_the_author_accepts_in_one_tap(officers, correction, draft):
    url = reverse("workspace:correction", args=[correction.pk])
    assert url in officers.get(reverse("workspace:home")).content.decode()
    content = officers.get(url).content.decode()
    assert "silk now" in content.partition("<ins>")[2]
    assert "Clearer so." in content
    assert (
        "it is public with the corrections" in officers.post(url, {"answer_is": "accept"}, follow=True).content.decode()
    )
    page = Page.objects.get(pk=draft.pk).specific
    assert page.live and page.text == "Six looms came. We weave silk now."
    assert "already" in officers.post(url, {"answer_is": "accept"}, follow=True).content.decode()


def test_the_author_declines_with_words(officers, editors, correction, waiting, draft):
    url = reverse("workspace:correction", args=[correction.pk])
    officers.post(url, {"answer_is": "decline", "answer": "It is cotton."})
    correction.refresh_from_db()
    assert (correction.state, correction.answer) == ("declined", "It is cotton.")
    assert not Page.objects.get(pk=draft.pk).live
    assert "Another editor has to decide" in editors.get(url_of(waiting)).content.decode()


def test_a_second_editor_accepts_and_nobody_else(editors, second_editors, stranger, correction, draft):
    url = reverse("workspace:correction", args=[correction.pk])
    assert stranger.get(url).status_code == 404
    assert stranger.post(url, {"answer_is": "accept"}).status_code == 404
    assert "who did not correct it" in editors.post(url, {"answer_is": "accept"}).content.decode()
    assert not Page.objects.get(pk=draft.pk).live
    second_editors.post(url, {"answer_is": "accept"})
    assert Page.objects.get(pk=draft.pk).live


def test_a_correction_over_the_bounds_keeps_what_was_typed(editors, waiting):
    content = correcting(editors, waiting, **{"text-title": "x" * 300, "note": "Longer."}).content.decode()
    assert "x" * 300 in content and "Longer." in content
    assert not Correction.objects.exists()


# What organizations say


def test_a_refusal_is_looked_at_once_more(officers, second_editors, waiting, editor, draft):
    url = reverse("workspace:appeal", args=[draft.pk])
    assert officers.get(url).status_code == 404
    reject(waiting, editor, "It is an advertisement.")
    assert officers.get(url).status_code == 200
    assert "Another editor will review it." in officers.post(url, follow=True).content.decode()
    again = Submission.objects.waiting().get()
    assert "It is an advertisement." in second_editors.get(url_of(again)).content.decode()
    second_editors.post(url_of(again), {"decision": "refuse", "reason": "It is."})
    assert "possible only once" in officers.post(url, follow=True).content.decode()


def test_an_organization_answers_when_its_page_was_taken(officers, stranger, editors, waiting, editor, draft):
    url = reverse("workspace:answer-withdrawal", args=[draft.pk])
    assert officers.get(url).status_code == 404
    approve(waiting, editor)
    withdraw(Page.objects.get(pk=draft.pk), editor, "It names a minor.")
    assert url in officers.get(reverse("workspace:home")).content.decode()
    assert stranger.get(url).status_code == 404
    assert "It names a minor." in officers.get(url).content.decode()
    officers.post(url, {"answer": "She is grown up."})
    assert "She is grown up." in editors.get(reverse("workspace:reports")).content.decode()
    officers.post(url, {"answer": "Again."})
    assert "She is grown up." in officers.get(url).content.decode()


def test_from_phone_to_public_and_back(officers, editors, client, organization):
    """The whole way through the forms."""
    officers.post(
        reverse("workspace:new-update"),
        {
            "text": "Six looms came.",
            "language": "en",
            "action": "send",
            "file": photo(),
            "alt_text": "A loom.",
            "people": "none",
        },
    )
    submission = Submission.objects.get()
    url = submission.page.specific.url
    assert client.get(url).status_code == 404
    editors.post(url_of(submission), {"decision": "approve", "unchecked": "on"})
    response = client.get(url)
    assert response.status_code == 200
    assert "Six looms came." in response.content.decode()
    officers.post(reverse("workspace:withdraw", args=[submission.page_id]))
    assert client.get(url).status_code == 404
