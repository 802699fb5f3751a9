"""The limits of a day of load: each is kept, and each can be missed."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from tests.bench.load import knee, verdicts
from tests.bench.load.day import DIGESTS_AT, HOURS, MAILING_AT, Day, from_text
from tests.bench.load.run import Outcome
from tests.bench.load.verdicts import Request
from tests.bench.load.watch import MACHINE, CpuSample, OutboxSample, Watch, moment_of


def asked(role: str, *times: float, error: str = "") -> list[Request]:
    return [Request(number, f"{role}: page", took, error) for number, took in enumerate(times)]


def test_one_error_is_one_too_many() -> None:
    good = asked("reader", *[10.0] * 100)

    assert verdicts.of_errors(good).is_met
    assert not verdicts.of_errors(good + asked("poller", 5, error="500")).is_met
    assert not verdicts.of_errors([]).is_met


def test_the_slowest_twentieth_of_a_role_decides() -> None:
    fast, slow = asked("reader", *[20.0] * 95), asked("reader", *[900.0] * 5)

    assert verdicts.of_times(fast + slow, "reader", 200).is_met
    assert not verdicts.of_times(fast + slow + asked("reader", 900), "reader", 200).is_met
    # Others do not count, and nobody is no proof.
    assert verdicts.of_times(fast + asked("officer", *[900.0] * 100), "reader", 200).is_met
    assert not verdicts.of_times(asked("officer", 5), "reader", 200).is_met
    assert math.isnan(verdicts.percentile([], 0.95))


def test_one_old_event_is_too_old() -> None:
    assert verdicts.of_outbox([0, 29.9]).is_met
    assert not verdicts.of_outbox([0, 30.1, 0]).is_met
    assert not verdicts.of_outbox([]).is_met


@pytest.mark.parametrize(("grown", "is_met"), [(0.0, True), (0.04, True), (0.06, False), (0.5, False)])
def test_memory_that_grows_in_the_last_half_is_a_leak(grown: float, is_met: bool) -> None:
    chance = random.Random(1)
    # What grows in the first half are caches; the samples of the second half scatter by half a percent.
    first = [(float(second), 1e6 * second) for second in range(100)]
    last = [(100.0 + second, 1e8 * (1 + grown * second / 100 + chance.uniform(-5e-3, 5e-3))) for second in range(101)]

    assert verdicts.of_memory({"web 1": first + last}, 100, 200).is_met is is_met


def test_memory_that_was_not_seen_is_not_flat() -> None:
    assert not verdicts.of_memory({}, 100, 200).is_met
    # A process that began late grows, and says nothing of a leak.
    late = [(190.0 + second, 1e6 * (1 + second)) for second in range(11)]
    flat = [(float(second), 1e6) for second in range(201)]
    assert not verdicts.of_memory({"web 2": late}, 100, 200).is_met
    assert verdicts.of_memory({"web 1": flat, "web 2": late}, 100, 200).is_met


def test_a_day_without_its_load_is_none() -> None:
    assert verdicts.of_load(asked("reader", *[5.0] * 90), 100).is_met
    assert not verdicts.of_load(asked("reader", *[5.0] * 89), 100).is_met
    assert not verdicts.of_mails(399, 400).is_met and verdicts.of_mails(400, 400).is_met
    assert not verdicts.of_decisions(0, 0).is_met and not verdicts.of_decisions(4, 10).is_met
    assert verdicts.of_decisions(5, 10).is_met


def test_a_day_has_all_its_requests() -> None:
    day = Day()
    by_hour = [day.readers_at((hour + 0.5) * day.hour) / day.pause * day.hour for hour in range(HOURS)]

    # Readers are whole people, so that an hour may have a few requests more than its share.
    assert day.reader_requests <= sum(by_hour) <= 1.05 * day.reader_requests
    assert max(by_hour) > 10 * min(by_hour)
    assert "16000 requests: 0.19 a second in a real day, 4.4 here, and 9.1 in the busiest hour" in day.described()[1]
    assert from_text(day.as_text()) == day


def test_officers_work_by_day_and_end_in_time() -> None:
    day = Day(seconds=2400)
    moments = [moment for seed in range(50) for moment in day.beginnings(2, random.Random(seed))]

    assert len(moments) == 100 and max(moments) <= 0.85 * day.seconds
    assert sum(6 * day.hour <= moment <= 18 * day.hour for moment in moments) > 80
    assert 0 < day.moment_of(DIGESTS_AT) < day.moment_of(MAILING_AT) < 0.85 * day.seconds


def watched(machine: float, **cores: float) -> Watch:
    """A watch that saw three steps of ten seconds, in which the machine and groups of processes used so many cores."""
    watch = object.__new__(Watch)
    used = {MACHINE: machine, **cores}
    watch.cpu = [CpuSample(at, {name: each * at for name, each in used.items()}) for at in range(31)]
    watch.outbox = [OutboxSample(at, 1, 1.0) for at in range(31)]
    return watch


def step_of(first: int, took: float) -> list[Request]:
    return [Request(first + number / 4, "reader: page", took, "") for number in range(40)]


def test_the_knee_is_the_first_step_that_is_too_much() -> None:
    day = Day(seconds=400, step=10, more=10, most=400)
    # The first step fills caches: it is told, and not judged.
    slow = step_of(0, 900) + step_of(10, 50) + step_of(20, 900)
    outcome = Outcome(slow, watched(2.0, web=1.5, worker=0.4), 0, 30)

    *steps, last = knee.report(outcome, day)

    assert [line.split(" readers")[0].strip() for line in steps] == ["10", "10", "20"]
    assert last.startswith("KNEE at 20 readers at once (p95 900 ms); 10 were kept. First gave: processor time, most")
    outcome.requests = step_of(0, 900) + step_of(10, 50) + step_of(20, 60)
    assert knee.report(outcome, day)[-1] == "NO KNEE up to 20 readers at once"
    # An answer that comes when all steps are over makes no further step.
    outcome.requests, outcome.ended = [*outcome.requests, *step_of(30, 20)[:5]], 35
    assert knee.report(outcome, replace(day, seconds=30))[-1] == "NO KNEE up to 20 readers at once"


def test_what_gave_first_is_what_had_no_room_left() -> None:
    assert "most of it for web (1.50 of 2" in knee.gave_first(watched(1.95, web=1.5, worker=0.4), 10, 20, 2)
    assert "other processes took it (1.40 of 2" in knee.gave_first(watched(1.9, web=0.5), 10, 20, 2)
    assert "none of processor time and outbox: 0.60 of 2" in knee.gave_first(watched(0.6, web=0.5), 10, 20, 2)
    late = watched(0.6, web=0.5)
    late.outbox.append(OutboxSample(15, 900, 45.0))
    assert "outbox" in knee.gave_first(late, 10, 20, 2)


def test_times_of_sqlite_are_utc() -> None:
    assert moment_of("1970-01-01 00:01:00.500000") == 60.5
