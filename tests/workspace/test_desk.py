"""The editor's desk: the queue and the decision."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from moderation.models import Submission
from moderation.services import approve, submit, take_back
from tests.workspace.conftest import photo

QUEUE = reverse("workspace:queue")


def review_url(submission, name="review"):
    return reverse(f"workspace:{name}", args=[submission.pk])


def test_officers_find_no_desk(officers, waiting):
    assert officers.get(QUEUE).status_code == 404
    for name in ("review", "review-preview"):
        assert officers.get(review_url(waiting, name)).status_code == 404
    assert officers.post(review_url(waiting), {"decision": "approve"}).status_code == 404
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_the_most_urgent_comes_first(editors, officer, make_page, organization):
    titles = ["First", "Second", "Third"]
    for title in titles:
        submit(make_page("update", organization, owner=officer, title=title), officer)
    third = Submission.objects.get(title="Third")
    third.due_at = timezone.now() - timezone.timedelta(hours=2)
    third.save()
    content = editors.get(QUEUE).content.decode()
    assert "3 wait, 1 is late" in content
    assert sorted(titles, key=content.index) == ["Third", "First", "Second"]
    assert organization.name_en in content
    assert officer.name in content


def test_what_is_decided_is_not_in_the_queue(editors, waiting, editor):
    approve(waiting, editor)
    content = editors.get(QUEUE).content.decode()
    assert "Six looms" not in content
    assert "Nothing waits" in content


@pytest.fixture
def mixed(make_page, make_member, organization, other_organization, officer):
    other = make_member(other_organization, "officer")
    return [
        submit(make_page("update", organization, owner=officer, title="Looms"), officer),
        submit(make_page("article", organization, "km", owner=officer, title="Silk"), officer),
        submit(make_page("event", other_organization, owner=other, title="Court"), other),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"organization": "law-circle"}, {"Court"}),
        ({"type": "article"}, {"Silk"}),
        ({"type": "page"}, set()),
        ({"language": "en"}, {"Looms", "Court"}),
        ({"language": "en", "type": "event", "organization": "silk-weavers"}, set()),
        ({"organization": "no-such", "type": "nonsense", "language": "fr", "page": "x"}, {"Looms", "Silk", "Court"}),
    ],
)
def test_the_queue_can_be_narrowed(editors, mixed, query, found):
    content = editors.get(QUEUE, query).content.decode()
    assert {title for title in ("Looms", "Silk", "Court") if f">{title}</a>" in content} == found


def test_ten_and_fifty_lines_cost_the_same(
    editors, officer, make_page, make_organization, django_assert_max_num_queries, administrator
):
    def wait(number):
        for _index in range(number):
            kind = ("update", "article", "event")[_index % 3]
            page = make_page(kind, organizations[_index % 3], ("en", "km")[_index % 2])
            submit(page, administrator)

    organizations = [make_organization(f"organization-{number}") for number in range(3)]
    wait(10)
    editors.get(QUEUE)
    with django_assert_max_num_queries(25) as few:
        editors.get(QUEUE)
    wait(40)
    with django_assert_max_num_queries(len(few)):
        content = editors.get(QUEUE).content.decode()
    assert content.count("<tr>") == 51
    wait(10)
    assert "?page=2" in editors.get(QUEUE).content.decode()


def test_what_was_sent_is_shown_as_the_public_would_see_it(editors, waiting, draft, officer):
    page = Page.objects.get(pk=draft.pk).get_latest_revision_as_object()
    page.text = "Saved later."
    page.save_revision(user=officer)
    response = editors.get(review_url(waiting, "review-preview"))
    content = response.content.decode()
    assert "Six looms came. We weave." in content
    assert "Saved later." not in content
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "private" in response["Cache-Control"]


def test_what_is_public_stands_beside_it(editors, waiting, draft, officer, editor):
    assert "Public now" not in editors.get(review_url(waiting)).content.decode()
    approve(waiting, editor)
    page = Page.objects.get(pk=draft.pk).get_latest_revision_as_object()
    page.text = "A newer version."
    page.save_revision(user=officer)
    content = editors.get(review_url(submit(draft, officer))).content.decode()
    assert "Public now" in content
    assert f'src="{Page.objects.get(pk=draft.pk).url}"' in content


def test_reading_decides_nothing(editors, waiting):
    editors.get(review_url(waiting), {"decision": "approve"})
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_approving(editors, editor, waiting, draft):
    response = editors.post(review_url(waiting), {"decision": "approve"}, follow=True)
    assert "Published: Six looms" in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.decided_by == editor
    assert Page.objects.get(pk=draft.pk).live


def test_returning_needs_a_reason_and_keeps_what_was_typed(editors, waiting):
    content = editors.post(review_url(waiting), {"decision": "return", "reason": " "}).content.decode()
    assert "Write what should be changed" in content
    content = editors.post(review_url(waiting), {"reason": "Name the village."}).content.decode()
    assert "Please choose one." in content
    assert "Name the village." in content
    editors.post(review_url(waiting), {"decision": "return", "reason": "Name the village."})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("returned", "Name the village.")


def test_the_second_editor_is_told_who_was_quicker(editors, waiting, administrator):
    approve(waiting, administrator)
    for response in (
        editors.get(review_url(waiting)),
        editors.post(review_url(waiting), {"decision": "return", "reason": "No."}),
    ):
        content = response.content.decode()
        assert "has approved it already" in content
        assert 'name="decision"' not in content


def test_a_newer_version_is_pointed_to(editors, waiting, draft, officer):
    take_back(waiting, officer)
    newer = submit(draft, officer)
    content = editors.get(review_url(waiting)).content.decode()
    assert "It was taken back." in content
    assert review_url(newer) in content


def test_changed_content_is_told_and_not_approved(editors, waiting, draft):
    revision = waiting.revision
    revision.content["text"] = "Something nobody saw."
    revision.save()
    assert "no longer what was sent" in editors.get(review_url(waiting)).content.decode()
    content = editors.post(review_url(waiting), {"decision": "approve"}).content.decode()
    assert "changed after it was sent" in content
    assert not Page.objects.get(pk=draft.pk).live


def test_who_wrote_it_gets_no_decision(editors, editor, draft):
    submission = submit(draft, editor)
    content = editors.get(review_url(submission)).content.decode()
    assert "Another editor has to decide." in content
    assert 'name="decision"' not in content
    editors.post(review_url(submission), {"decision": "approve"})
    assert not Page.objects.get(pk=draft.pk).live


def test_editors_withdraw_with_a_reason(editors, waiting, draft, editor):
    approve(waiting, editor)
    url = reverse("workspace:withdraw", args=[draft.pk])
    assert 'class="error"' in editors.post(url, {"reason": ""}).content.decode()
    assert Page.objects.get(pk=draft.pk).live
    editors.post(url, {"reason": "It names a minor."})
    assert not Page.objects.get(pk=draft.pk).live


def test_editors_do_not_act_for_organizations(editors, draft):
    for name in ("send", "take-back", "translate"):
        assert editors.post(reverse(f"workspace:{name}", args=[draft.pk])).status_code == 404
    assert editors.get(reverse("workspace:edit", args=[draft.pk])).status_code == 404


def test_what_is_gone_is_a_404(editors, waiting, draft):
    draft.delete()
    assert editors.get(review_url(waiting)).status_code == 404


def test_from_phone_to_public_and_back(officers, editors, client, organization):
    """The whole way through the forms."""
    officers.post(
        reverse("workspace:post"),
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
    editors.post(review_url(submission), {"decision": "approve"})
    response = client.get(url)
    assert response.status_code == 200
    assert "Six looms came." in response.content.decode()
    officers.post(reverse("workspace:withdraw", args=[submission.page_id]))
    assert client.get(url).status_code == 404
