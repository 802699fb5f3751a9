"""Each alert rule breaks by its own figure and by no other; the documentation says the same thresholds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.utils.translation import override

from common.measures.registry import Readings, sources
from operations.alerts.mails import shown
from operations.alerts.rules import RULES
from operations.alerts.state import judge
from operations.alerts.words import UNITS, WORDS
from operations.management.commands.alerts import table
from operations.metrics.samples import RecentRequests
from tests.services.alerts.parts import PARTS
from tests.structure.repository import REPOSITORY

Figures = Mapping[tuple[str, str], float]
FINE: Figures = {
    ("neary_outbox_untried_seconds", ""): 3,
    ("neary_heartbeat_age_seconds", "beat"): 60,
    ("neary_heartbeat_age_seconds", "web"): 30,
    ("neary_outbox_pending", "mail.send"): 10,
    ("neary_outbox_oldest_seconds", "mail.send"): 5000,
    ("neary_outbox_oldest_seconds", "submission.check"): 30,
    ("neary_search_engine", "elasticsearch"): 1,
    ("neary_search_engine", "database"): 0,
    ("neary_search_pending", ""): 5,
    ("neary_redis_up", ""): 1,
    ("neary_disk_free_ratio", "data"): 0.4,
    ("neary_disk_free_ratio", "backups"): 0.2,
    ("neary_backup_age_seconds", "backup"): 3700,
    ("neary_backup_age_seconds", "trial"): 6 * 86400,
    ("neary_mirror_age_seconds", ""): 21 * 3600,
    ("neary_desk_oldest_seconds", "pages"): 86400,
    ("neary_board_mail_oldest_seconds", ""): 0,
}
BREAKING: dict[str, Figures] = {
    "worker_stopped": {("neary_outbox_untried_seconds", ""): 301},
    "beat_stopped": {("neary_heartbeat_age_seconds", "beat"): 301},
    "web_stopped": {("neary_heartbeat_age_seconds", "web"): 601},
    "mails_waiting": {("neary_outbox_retrying", "mail.send"): 1},
    "events_given_up": {("neary_outbox_dead", "feed.digest"): 1},
    "outbox_long": {("neary_outbox_pending", "task.run"): 5001},
    "checks_waiting": {("neary_outbox_oldest_seconds", "matter.check"): 901},
    "search_away": {("neary_search_engine", "elasticsearch"): 0},
    "search_behind": {("neary_search_pending", ""): 1001},
    "redis_away": {("neary_redis_up", ""): 0},
    "disk_full": {("neary_disk_free_ratio", "backups"): 0.09},
    "backup_late": {("neary_backup_age_seconds", "backup"): 3.1 * 3600},
    "backup_untried": {("neary_backup_age_seconds", "trial"): 8.1 * 86400},
    "mirror_old": {("neary_mirror_age_seconds", ""): 25 * 3600},
    "desk_waits": {("neary_desk_oldest_seconds", "matters"): 73 * 3600},
    "board_mail_unread": {("neary_board_mail_oldest_seconds", ""): 601},
}
BUSY = RecentRequests(requests=1000, errors=9, milliseconds=80_000)


@pytest.fixture(autouse=True)
def asked(settings) -> None:
    settings.WEB_IS_ASKED = True


def broken(figures: Figures, recent: RecentRequests = BUSY, failed: tuple[str, ...] = ()) -> list[str]:
    return [each.rule.name for each in judge(Readings(figures, failed), recent) if each.is_broken]


def test_a_portal_that_works_breaks_no_rule() -> None:
    assert broken(FINE) == []
    assert broken({}) == []


@pytest.mark.parametrize("name", BREAKING)
def test_each_figure_breaks_its_own_rule_alone(name: str) -> None:
    assert broken({**FINE, **BREAKING[name]}) == [name]


def test_requests_and_missing_figures_break_theirs() -> None:
    assert broken(FINE, RecentRequests(requests=1000, errors=21, milliseconds=80_000)) == ["server_errors"]
    assert broken(FINE, RecentRequests(requests=50, errors=0, milliseconds=51_000)) == ["slow_answers"]
    # Too few to say anything.
    assert broken(FINE, RecentRequests(requests=9, errors=9, milliseconds=99_000)) == []
    assert broken(FINE, failed=("desk",)) == ["figures_missing"]
    assert set(BREAKING) | {"server_errors", "slow_answers", "figures_missing"} == set(RULES)


def test_the_drill_breaks_the_thing_of_every_rule() -> None:
    assert sorted(rule for part in PARTS.values() for rule in part) == sorted(RULES)


def test_a_rule_whose_figures_cannot_be_read_is_neither_fine_nor_broken() -> None:
    unknown = {each.rule.name for each in judge(Readings({}, ("outbox",)), BUSY) if each.is_broken is None}
    assert "worker_stopped" in unknown and "server_errors" not in unknown


def test_a_setting_moves_the_threshold_of_the_disk(settings) -> None:
    settings.ALERT_DISK_FREE_PERCENT = 25
    assert broken(FINE) == ["disk_full"]
    settings.BACKUP_EVERY_HOURS = 6
    assert "backup_late" not in broken({**FINE, **BREAKING["backup_late"]})


def test_silence_of_the_web_counts_where_something_asks_all_the_time(settings) -> None:
    settings.WEB_IS_ASKED = False
    assert broken({**FINE, **BREAKING["web_stopped"]}) == []


def test_each_rule_reads_figures_that_exist() -> None:
    known = {measure.name for each in sources.values() for measure in each.measures}
    assert {name for name, _label in FINE} | {name for each in BREAKING.values() for name, _ in each} <= known


def test_each_rule_has_its_words_in_both_languages() -> None:
    assert WORDS.keys() == RULES.keys()
    for texts in WORDS.values():
        for text in texts:
            with override("km"):
                assert any("\u1780" <= mail <= "\u17ff" for mail in str(text)), text


def test_each_unit_is_written_in_both_languages() -> None:
    assert {rule.unit for rule in RULES.values()} == set(UNITS)
    assert shown(1500.4, "ms", "en") == "1,500 ms" and shown(1500.4, "ms", "km") == "១.៥០០ មិល្លីវិនាទី"
    assert shown(3, "", "km") == "៣" and shown(None, "s", "km") == ""


def test_the_documentation_has_the_same_table() -> None:
    with override("en"):
        assert "\n".join(table()) in (REPOSITORY / "docs" / "metrics.md").read_text()
