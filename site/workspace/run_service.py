"""Functions by which views run a service and show a refusal, to a person or to a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from common.refusal import Refusal


def run_service(
    request: HttpRequest,
    service: Callable[[], Any],
    success: str | Callable[[Any], str] = "",
    *,
    form: BaseForm | None = None,
    field: str | None = None,
    subject: str = "",
) -> bool:
    """Run a service; show a message of success, or its Refusal in the form or as message; return whether it succeeded.

    `success` may be made of what the service returned; nothing is shown when it is empty. A refusal is shown in `form`,
    which keeps what was typed: beside `field`, or in the summary alone. Without a form it is a message on the next
    page, behind the `subject` where several are decided on at once.
    """
    try:
        result = service()
    except Refusal as refusal:
        if form is None:
            messages.error(request, f"{subject}: {refusal}" if subject else str(refusal))
        else:
            form.add_error(field, str(refusal))
        return False
    # A result may make an empty text, and then nothing is shown.
    if told := success(result) if callable(success) else success:
        messages.success(request, told)
    return True


def answer_script(service: Callable[[], Any]) -> HttpResponse:
    """Run a service and answer 204; on a Refusal answer 409 with its text, for a script of a page."""
    try:
        service()
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)
