"""The registry of measures: packages register sources, operations reads them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

logger = logging.getLogger(__name__)

# In place of a label's value that is none of the declared ones: the number of labels stays bounded.
OTHER = "other"


@dataclass(frozen=True)
class Measure:
    """A figure with its name in Prometheus and what it tells; `label` tells values of several kinds apart."""

    name: str
    says: str
    label: str = ""


@dataclass(frozen=True)
class MeasureReading:
    """The value of a measure now, for one value of its label ("" without a label)."""

    measure: Measure
    value: float
    label: str = ""


@dataclass(frozen=True)
class MeasureSource:
    """A function that reads measures, with the measures that it may return and the queries that it makes at most."""

    name: str
    measures: tuple[Measure, ...]
    queries: int
    read: Callable[[], Iterable[MeasureReading]]


@dataclass(frozen=True)
class Readings:
    """Values by measure name and label, and the names of the sources that could not be read."""

    values: Mapping[tuple[str, str], float]
    failed: tuple[str, ...] = ()

    def of(self, name: str, label: str = "") -> float | None:
        """Return the value of a measure, None when it was not read or does not exist now."""
        return self.values.get((name, label))

    def by_label(self, name: str) -> dict[str, float]:
        """Return {label: value} of a measure."""
        return {label: value for (measure, label), value in self.values.items() if measure == name}


# {name: source}, in the order in which the packages start.
sources: dict[str, MeasureSource] = {}


def source(
    name: str, *measures: Measure, queries: int
) -> Callable[[Callable[[], Iterable[MeasureReading]]], Callable[[], Iterable[MeasureReading]]]:
    """Register the decorated function as the source of these measures, with at most this number of queries.

    The number must not depend on how many pages or people there are.
    """

    def register(read: Callable[[], Iterable[MeasureReading]]) -> Callable[[], Iterable[MeasureReading]]:
        sources[name] = MeasureSource(name, measures, queries, read)
        return read

    return register


def read_all() -> Readings:
    """Read all measures now; a source that fails is logged and named in `failed`."""
    values: dict[tuple[str, str], float] = {}
    failed = []
    for each in sources.values():
        try:
            values.update(_values_of(each))
        # Any error: the others must be told just when something is broken.
        except Exception as error:
            logger.warning("The measures of %s could not be read: %s", each.name, error)
            failed.append(each.name)
    return Readings(values, tuple(failed))


def _values_of(each: MeasureSource) -> Iterator[tuple[tuple[str, str], float]]:
    """Yield ((name, label), value) of a source. Raises ValueError for a measure that it has not declared."""
    for reading in each.read():
        if reading.measure not in each.measures or bool(reading.label) != bool(reading.measure.label):
            raise ValueError(f"{reading.measure.name} is not declared by {each.name}.")
        yield (reading.measure.name, reading.label), float(reading.value)
