"""Total loss of a machine: a portal under writes is gone, and comes back from its backups by the page's commands.

LOSS_PAGES (20,000) and LOSS_MEGABYTES (5,000) choose a smaller portal.
"""

from __future__ import annotations

import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.services.servers import wait_for
from tests.services.total_loss import checks
from tests.services.total_loss.machine import Machine, Place, Size, Timings
from tests.services.total_loss.page import BACKUP, RESTORE, commands
from tests.services.total_loss.population import EXPECTED
from tests.services.total_loss.writing import read_notes

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.timeout(1200)]

FULL = Size(int(os.environ.get("LOSS_PAGES", "20000")), int(os.environ.get("LOSS_MEGABYTES", "5000")))
MINUTES = 30  # until everything is back
FULL_FACTOR = 66
SMALL = Size(FULL.pages // FULL_FACTOR, FULL.megabytes // FULL_FACTOR)
FACTORS = (1, 3, 10)
WRITER = "from tests.services.total_loss.writing import write_without_end; write_without_end({!r})"
EVERY_HOURS = "from django.conf import settings; print(settings.BACKUP_EVERY_HOURS)"


@dataclass
class Loss:
    """A portal under writes until it is lost. `saved_at`: when the last backup was begun."""

    place: Place
    machine: Machine
    notes: Path
    timings: Timings
    saved_at: float = 0
    lost_at: float = 0


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """Makes places for machines, whose servers and files go with the test."""
    with ExitStack() as ended:

        def place(vendor: str) -> Place:
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            folder.mkdir()
            made = Place(folder, vendor)
            ended.callback(shutil.rmtree, folder)
            ended.callback(lambda: made.servers.close())
            return made

        yield place


def run(machine: Machine, listed: list[list[str]], timings: Timings, prefix: str) -> None:
    """Run commands of the page, each under its own time."""
    assert listed
    for command in listed:
        with timings.of(f"{prefix}{' '.join(command)}"):
            machine.manage(*command)


def written_more(loss: Loss, count: int) -> Callable[[], bool]:
    before = len(read_notes(loss.notes))
    return lambda: len(read_notes(loss.notes)) >= before + count


def lose_portal(place: Place, size: Size) -> Loss:
    """Save a portal twice while it is written to, write some more, and destroy it."""
    timings = Timings()
    with timings.of("populating"):
        machine = place.populated(size)
    (machine.data / EXPECTED).rename(place.folder / EXPECTED)
    loss = Loss(place, machine, place.folder / "notes", timings)
    assert int(machine.python(EVERY_HOURS)) <= 1
    started = [machine.worker(), machine.script(WRITER.format(str(loss.notes)))]
    try:
        wait_for(written_more(loss, 5), "pages to be written", seconds=60)
        run(machine, commands(BACKUP), timings, "first ")
        loss.saved_at = time.time()
        run(machine, commands(BACKUP), timings, "second ")
        wait_for(written_more(loss, 5), "pages to be written after the backup", seconds=60)
        assert all(process.running() for process in started)
    finally:
        for process in started:
            process.kill()
    loss.lost_at = time.time()
    place.destroy(machine)
    return loss


def bring_back(loss: Loss) -> Machine:
    """Restore it on an empty machine by the commands of the page, and give it the key that the page speaks of."""
    timings = loss.timings = Timings()
    with timings.of("new servers"):
        machine = loss.place.empty("second")
    run(machine, commands(RESTORE), timings, "")
    machine.secret_key = checks.secret_key(machine.data / "restored.env")
    assert machine.secret_key == loss.machine.secret_key
    machine.move_in()
    return machine


def check_all(loss: Loss, machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    """Serve it, let its outbox drain, look at everything, and tell how long it took."""
    with ExitStack() as started:
        with loss.timings.of("web"):
            started.callback(machine.serve().kill)
        with loss.timings.of("worker"):
            started.callback(machine.worker().kill)
        with loss.timings.of("draining the outbox"):
            wait_for(lambda: checks.unsettled(machine) == 0, "the outbox to drain", seconds=300, every=1)
        with loss.timings.of("looking at everything"):
            files = checks.check_files(machine)
            checks.check_privacy(machine)
            checks.check_sign_in(machine)
            machine.manage("search_index", "check")
    notes = read_notes(loss.notes)
    lost = checks.lost(machine, notes)
    seconds = sum(loss.timings.parts.values())
    with capsys.disabled():
        oldest = max((loss.lost_at - written.committed for written in lost), default=0)
        print(f"\nBack after {seconds:.0f} s: {loss.timings}")
        print(f"{files} files are whole; {len(lost)} of {len(notes)} pages are lost, the oldest {oldest:.1f} s old.")
    assert [written for written in lost if written.committed < loss.saved_at] == []
    assert seconds <= MINUTES * 60


def drill(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    loss = lose_portal(place, FULL)
    with capsys.disabled():
        print(f"\n{place.vendor}, {FULL}. Before: {loss.timings}")
    check_all(loss, bring_back(loss), capsys)


def test_fill_sqlite(stand) -> None:
    """Keep what the next drill begins with; it takes some minutes where the portal's code has changed."""
    assert (stand("sqlite").content(FULL) / EXPECTED).exists()


def test_fill_postgresql(stand) -> None:
    """As for SQLite."""
    assert (stand("postgresql").content(FULL) / EXPECTED).exists()


def test_sqlite_is_back_in_half_an_hour_with_all_but_an_hour(stand, capsys) -> None:
    drill(stand("sqlite"), capsys)


def test_postgresql_is_back_in_half_an_hour_with_all_but_an_hour(stand, capsys) -> None:
    drill(stand("postgresql"), capsys)


def test_slopes_tell_what_ten_times_as_much_would_take(stand, capsys) -> None:
    """Measure at three small sizes, and print what the line through them says of the full one and of ten times that."""
    seconds: dict[str, list[float]] = {}
    for factor in FACTORS:
        loss = lose_portal(stand("sqlite"), Size(SMALL.pages * factor, SMALL.megabytes * factor))
        first, second = (loss.timings.parts[part] for part in ("first backup", "second backup"))
        bring_back(loss)
        for name, value in (("first backup", first), ("next backup", second), ("restore", restored(loss))):
            seconds.setdefault(name, []).append(value)
    with capsys.disabled():
        print(f"\nSeconds at {', '.join(f'{factor}x' for factor in FACTORS)} of {SMALL}:")
        for name, values in seconds.items():
            told = [line(values, times) for times in (FULL_FACTOR, 10 * FULL_FACTOR)]
            shown = ", ".join(f"{value:.1f}" for value in values)
            print(f"{name:<14} {shown}; at {FULL_FACTOR}x {told[0]:.0f}, at {10 * FULL_FACTOR}x {told[1]:.0f}")
    for name, values in seconds.items():
        # No worse than in proportion, whatever it takes to begin.
        assert values[-1] <= FACTORS[-1] / FACTORS[0] * max(values[0], 3), (name, values)


def restored(loss: Loss) -> float:
    return sum(seconds for part, seconds in loss.timings.parts.items() if part != "new servers")


def line(values: list[float], factor: float) -> float:
    """Return what a straight line through the measurements says of another factor."""
    slope, start = statistics.linear_regression(FACTORS, values)
    return start + slope * factor
