"""The helper that does what somebody asked for, or shows why not."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse

from common.refusal import Refusal
from workspace.run_service import run_service


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.fixture
def request_with_messages() -> HttpRequest:
    request = RequestFactory().post("/")
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def refuse() -> None:
    raise Refusal("It is taken.", code="taken")


def told(request: HttpRequest) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message)) for message in get_messages(request)]


@pytest.fixture
def bound() -> NameForm:
    form = NameForm({"name": "Silk"})
    assert form.is_valid()
    return form


def test_what_was_done_is_said(request_with_messages: HttpRequest) -> None:
    assert run_service(request_with_messages, lambda: 3, "Done.")
    assert run_service(request_with_messages, lambda: 3, "{} done".format)
    assert run_service(request_with_messages, lambda: 3)
    assert told(request_with_messages) == [("success", "Done."), ("success", "3 done")]


def test_without_a_form_a_refusal_is_a_message(request_with_messages: HttpRequest) -> None:
    assert not run_service(request_with_messages, refuse, "Done.")
    assert not run_service(request_with_messages, refuse, "Done.", subject="Six looms")
    assert told(request_with_messages) == [("error", "It is taken."), ("error", "Six looms: It is taken.")]


def test_with_a_field_it_stands_there(request_with_messages: HttpRequest, bound: NameForm) -> None:
    assert not run_service(request_with_messages, refuse, "Done.", form=bound, field="name")
    assert bound.errors == {"name": ["It is taken."]}
    assert 'value="Silk"' in bound.as_p()
    assert not told(request_with_messages)


def test_with_a_form_alone_it_stands_at_its_head(request_with_messages: HttpRequest, bound: NameForm) -> None:
    assert not run_service(request_with_messages, refuse, "Done.", form=bound)
    assert bound.non_field_errors() == ["It is taken."]
    assert 'value="Silk"' in bound.as_p()


def test_a_fault_is_no_refusal(request_with_messages: HttpRequest) -> None:
    with pytest.raises(ZeroDivisionError):
        run_service(request_with_messages, lambda: 1 // 0, "Done.")


@pytest.mark.django_db
def test_a_page_keeps_what_was_typed_and_leads_to_the_field(sign_in: Any, manager: Any, officer: Any) -> None:
    form = {"email": officer.email, "role": "officer", "language": "en"}
    response = sign_in(manager).post(reverse("workspace:members"), form)
    field = response.context["form"]["email"]
    assert field.errors
    assert f'value="{officer.email}"' in str(field)
    assert f'href="#{field.id_for_label}"' in response.content.decode()
