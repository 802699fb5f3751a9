"""`migrate` and `check` on a database that is behind, ahead, or of another history."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations import migration_history
from tests.portal.test_run import swap_migration

pytestmark = pytest.mark.django_db
LATER = ("orgs", "0099_of_a_later_version")


def migrate() -> str:
    """Run `migrate`, and return what it printed."""
    out = StringIO()
    call_command("migrate", stdout=out)
    return out.getvalue()


def check() -> str:
    """Run the checks of the database, and return what they printed or complained of."""
    out = StringIO()
    try:
        call_command("check", databases=["default"], stdout=out, stderr=out)
    except SystemCheckError as error:
        out.write(str(error))
    return out.getvalue()


# No migration of another package stands on those of this one.
def forget_newest(label: str = "feed") -> None:
    recorder = MigrationRecorder(connection)
    newest = recorder.migration_qs.filter(app=label).order_by("-pk").values_list("name", flat=True)[0]
    recorder.record_unapplied(label, newest)


def test_a_database_that_is_up_to_date_is_no_matter():
    compared = migration_history.compare()
    assert not (compared.is_foreign or compared.is_ahead or compared.is_behind)
    assert "operations." not in check()


def test_a_database_that_is_merely_ahead_is_no_earlier_version():
    """So it looks after a return to an earlier release: Django has nothing to apply."""
    MigrationRecorder(connection).record_applied(*LATER)
    compared = migration_history.compare()
    assert (compared.is_foreign, compared.is_ahead) == (False, True)


def test_a_database_that_is_ahead_is_refused_with_one_sentence():
    MigrationRecorder(connection).record_applied(*LATER)
    MigrationRecorder(connection).record_applied("home", "0098_of_a_later_version")
    with pytest.raises(CommandError) as refused:
        migrate()
    told = str(refused.value)
    assert "later version of Neary" in told and "(home.0098_of_a_later_version and 1 more)" in told
    assert told.count(". ") == 0 and "restore the backup" in told and told.endswith("(docs/upgrades.md).")
    checked = check()
    assert "operations.E002" in checked and told in checked


def test_a_later_version_of_a_library_counts_as_ahead():
    """Going back may lead to an older Wagtail: its tables have columns then that nobody fills."""
    MigrationRecorder(connection).record_applied("wagtailcore", "9999_of_a_later_version")
    assert migration_history.compare().is_ahead


def test_a_library_may_drop_its_old_migrations():
    recorder = MigrationRecorder(connection)
    recorder.record_applied("wagtailcore", "0007_that_was_put_together_with_others")
    recorder.record_applied("a_library_that_went", "0001_initial")
    compared = migration_history.compare()
    assert not (compared.is_foreign or compared.is_ahead or compared.is_behind)
    assert migration_history.refusal() == ""


def test_a_library_that_is_behind_makes_no_other_history():
    swap_migration("wagtailcore")
    assert not migration_history.compare().is_foreign


def test_another_history_is_told_by_the_check_too():
    swap_migration()
    assert "operations.E001" in check()


def test_a_database_that_is_behind_is_told_what_to_do_and_migrates(monkeypatch):
    forget_newest()
    assert migration_history.compare().is_behind
    assert "behind this version of Neary (1 migrations wait): run manage.py migrate." in check()
    # Nothing is applied here: only that nothing is in its way, and that it does not ask for itself.
    out = StringIO()
    call_command("migrate", plan=True, stdout=out, stderr=out)
    assert "feed." in out.getvalue() and "operations." not in out.getvalue()


def test_web_and_worker_start_beside_a_database_that_is_ahead():
    """In an upgrade those of the old release go on, and start again when they end: their checks ask no database."""
    MigrationRecorder(connection).record_applied(*LATER)
    out = StringIO()
    call_command("check", stdout=out, stderr=out)
    assert "operations.E002" not in out.getvalue()
