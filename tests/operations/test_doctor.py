"""Doctor finds each fault that is made, and says nothing on a right set-up."""

from __future__ import annotations

import json
import re
import sys
import time
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

import manage
from assets.models import FilePublicity
from home.programme_pages import lay_programme_pages
from operations.doctor import own_machine, registry
from operations.doctor.findings import SetupFinding, fault
from operations.doctor.installation import programme_pages, workers
from operations.doctor.machine import files
from operations.doctor.registry import SetupCheck, all_checks
from operations.doctor.report import HIDDEN, as_json, as_text
from operations.doctor.runner import run
from operations.doctor.servers import mail, web
from operations.models import Heartbeat
from operations.tasks import heartbeat
from portal.management.commands import run as run_command
from tests.assets.test_publicity import add_image
from tests.operations.right_setup import SECRETS, Setup
from tests.operations.setup_faults import FAULTS, WARNINGS, MakeFault
from tools.packages import REPOSITORY


@pytest.fixture
def setup(db: None, settings, monkeypatch, tmp_path) -> Setup:
    return Setup(settings, monkeypatch, tmp_path)


def test_on_a_right_setup_it_says_nothing(setup: Setup) -> None:
    report = run(all_checks())

    assert as_text(report) == ""
    assert report.is_good
    assert report.made == len(all_checks())


CASES = [pytest.param(*each, id=f"{each[0]}-{number}") for number, each in enumerate(FAULTS + WARNINGS)]


@pytest.mark.parametrize(("check", "make_fault"), CASES)
def test_each_fault_is_found_and_no_other(setup: Setup, check: str, make_fault: MakeFault) -> None:
    make_fault(setup)

    report = run(all_checks())

    assert {each.check for each in report.found} == {check}, as_text(report)
    assert report.unchecked == {}
    assert report.is_good is ((check, make_fault) in WARNINGS)
    for each in report.found:
        assert is_sentence(each.problem) and is_sentence(each.remedy)
    told = as_text(report) + as_json(report)
    assert [name for name, secret in SECRETS.items() if secret in told] == []


def is_sentence(text: str) -> bool:
    return text[:1].isupper() and len(text) < 400


def test_every_check_has_a_fault() -> None:
    made = {check for check, _make_fault in FAULTS + WARNINGS}

    assert {check.name for check in all_checks()} == made


def test_a_check_that_fails_or_hangs_is_told_and_stops_no_other() -> None:
    def fails() -> list[SetupFinding]:
        raise RuntimeError("it broke\nin two lines")

    def hangs() -> list[SetupFinding]:
        time.sleep(5)
        return []

    def finds() -> list[SetupFinding]:
        return [fault("A thing is wrong.", "Mend it.")]

    checks = [SetupCheck("a.fails", fails), SetupCheck("a.hangs", hangs, seconds=0.05), SetupCheck("a.finds", finds)]
    later = [SetupCheck("a.later", finds, after=("a.finds",)), SetupCheck("a.built", finds, after=("a.fails",))]
    report = run(checks + later, in_threads=True)

    assert report.unchecked == {
        "a.fails": "RuntimeError: it broke in two lines",
        "a.hangs": "no answer within 0.05 seconds",
    }
    assert [each.check for each in report.found] == ["a.finds"]
    assert not report.is_good
    assert "a.hangs: no answer" in as_text(report)


def test_a_check_may_build_only_on_those_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_checks", {"a.one": SetupCheck("a.one", list, after=("a.two",))})
    monkeypatch.setattr(registry, "import_module", lambda _: None)

    with pytest.raises(LookupError, match=r"a\.one follows checks that do not stand before it: a\.two"):
        registry.all_checks(("module.a",))


def test_no_secret_is_told_even_in_the_words_of_an_error(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also as it is written in an address, and in JSON."""
    monkeypatch.setenv("DATABASE_URL", "postgres://neary:p%40ss%22word@db/neary")
    words = " ".join([*SECRETS.values(), "p%40ss%22word", 'p@ss"word'])

    def fails() -> list[SetupFinding]:
        raise RuntimeError(words)

    report = run([SetupCheck("a.fails", fails)])
    told = as_text(report) + as_json(report)

    assert told.count(HIDDEN) == 2 * (len(SECRETS) + 2)
    assert not any(secret in told for secret in [*SECRETS.values(), "p%40ss", "p@ss"])


def test_the_command_is_silent_on_a_right_setup(setup: Setup) -> None:
    """From cron a line would be a mail."""
    out = StringIO()
    call_command("doctor", stdout=out)

    assert out.getvalue() == ""


def test_the_command_tells_faults_apart_from_warnings(setup: Setup) -> None:
    setup.settings.DEBUG = True
    setup.answer(mail, "takes_mail", False)
    out, parsed = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)
    with pytest.raises(SystemExit):
        call_command("doctor", "--json", stdout=parsed)

    assert ended.value.code == 1
    faults, _, warnings = out.getvalue().partition("Warnings:\n")
    assert faults.startswith("Faults:\n  settings.debug: DEBUG is on") and "mail" not in faults
    assert warnings.startswith("  mail.sender_can_receive: ") and "DEBUG" not in warnings
    told = json.loads(parsed.getvalue())
    assert [each["check"] for each in told["faults"]] == ["settings.debug"]
    assert [each["check"] for each in told["warnings"]] == ["mail.sender_can_receive"]
    assert told["good"] is False and told["unchecked"] == []


def test_warnings_alone_end_well(setup: Setup) -> None:
    setup.answer(mail, "takes_mail", False)
    out = StringIO()
    call_command("doctor", "--only", "mail", stdout=out)

    assert out.getvalue().startswith("Warnings:\n")


def test_settings_that_cannot_be_read_are_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise ImproperlyConfigured("Set the SECRET_KEY environment variable")

    monkeypatch.setattr("django.core.management.execute_from_command_line", refuse)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "argv", ["manage.py", "doctor"])
    with pytest.raises(SystemExit, match=r"settings: Set the SECRET_KEY environment variable\. Put that right"):
        manage.main()

    monkeypatch.setattr(sys, "argv", ["manage.py", "migrate"])
    with pytest.raises(ImproperlyConfigured):
        manage.main()


def test_an_unknown_subject_is_refused() -> None:
    with pytest.raises(CommandError, match=r"There is no such subject\. There are: backups, board_mail, clock, "):
        call_command("doctor", "--only", "weather")


def test_the_documentation_lists_every_check() -> None:
    """With the words that `doctor --list` has for it."""
    text = (REPOSITORY / "docs" / "doctor.md").read_text()
    rows = dict(re.findall(r"^\| `(\w+\.\w+)` \| (.+) \|$", text, re.MULTILINE))

    assert rows == {check.name: check.description for check in all_checks()}
    assert [name for name, told in rows.items() if not told.startswith("Tell when ")] == []


# At `manage.py run`


def test_each_start_makes_all_quick_checks_and_no_other() -> None:
    assert own_machine.quick_checks() == [check for check in all_checks() if check.at_run]
    assert {"disk.space", "files.writable", "programs.icu", "programs.fonts", "database.sqlite"} <= {
        check.name for check in own_machine.quick_checks()
    }


def test_a_start_is_told_what_is_wrong_on_this_machine_alone(setup: Setup) -> None:
    setup.settings.DEBUG = True
    began = time.process_time()
    assert own_machine.complaints() == ""
    assert time.process_time() - began < 0.3

    setup.answer(files, "may_write", False)
    assert own_machine.complaints().startswith("Faults:\n  files.writable: The portal may not write into ")


def test_the_command_that_serves_tells_it_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    told = StringIO()
    monkeypatch.setattr(run_command.ports, "refusal", lambda _: "")
    monkeypatch.setattr(run_command.own_machine, "complaints", lambda: "Faults:\n  disk.space: full")
    monkeypatch.setattr(run_command.Command, "prepare", lambda *_, **__: sys.exit(told.getvalue()))

    with pytest.raises(SystemExit, match=r"disk\.space: full"):
        call_command("run", stdout=told)


# What some checks read


def test_a_stored_picture_is_found_public_or_not(portal: Any, make_page: Any, organization: Any) -> None:
    assert web.stored_picture(public=False) == ""
    picture = add_image(organization)
    assert (web.stored_picture(public=False), web.stored_picture(public=True)) == (picture.file.name, "")

    page = make_page("article", organization, live=True)
    FilePublicity.objects.create(image=picture, page=page)
    assert web.stored_picture(public=True) == picture.file.name


def test_the_gaps_of_a_new_portal_are_read(portal: Any) -> None:
    lay_programme_pages()

    assert ("Privacy", "en") in {(title, language) for title, language, _gap in programme_pages.unfilled()}


@pytest.mark.django_db
def test_a_sign_of_life_is_one_row() -> None:
    Heartbeat.objects.all().delete()
    heartbeat()
    first = Heartbeat.objects.get()
    heartbeat()

    assert Heartbeat.objects.get().at > first.at
    assert list(workers.beat()) == []
