"""The view with the open questions about a page's pictures, which are answered before it is sent."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation.rules.completeness import picture_questions
from moderation.rules.tiers import publishes_at_once
from orgs.models import OrgContentPage
from orgs.permissions import is_member
from workspace.decorators import WorkRequest, account_required
from workspace.officer.drafts import answer_picture_questions
from workspace.officer.forms import PictureQuestionsForm
from workspace.officer.sending import return_to_list, submit_and_return
from workspace.pages import visible_page
from workspace.rendering import render_page
from workspace.run_service import run_service


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def picture_questions_page(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show questions on pictures of a page's draft; a POST saves answers, may send it; 404 for who may see no draft."""
    page = visible_page(request.user, page_id)
    questions = picture_questions(page.get_latest_revision_as_object())
    sending = request.POST.get("action") == "send"
    form = PictureQuestionsForm(
        request.POST if request.method == "POST" else None, questions=questions, sending=sending
    )
    if request.method == "POST" and form.is_valid() and keep_answers(request, page, form, sending):
        # After saved answers submit() decides: it refuses while one is still open.
        return submit_and_return(request, page) if sending else return_to_list(request, page)
    context = {
        "page": page,
        "organization": page.organization,
        "form": form,
        "is_public_at_once": is_member(request.user, page.organization_id)
        and publishes_at_once(page.organization, request.user),
    }
    return render_page(request, "officer/picture_questions.html", "home", **context)


def keep_answers(request: WorkRequest, page: OrgContentPage, form: PictureQuestionsForm, sending: bool) -> bool:
    """Save the answers about a page's pictures in its draft; return False with errors in the form if refused."""
    return run_service(
        request,
        lambda: answer_picture_questions(page, request.user, form.answers()),
        "" if sending else _("Saved as a draft."),
        form=form,
    )
