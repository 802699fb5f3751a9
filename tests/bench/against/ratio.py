"""The ratio of two medians, with its 95 % interval by the bootstrap over rounds.

Source: B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13, percentile intervals.
"""

from __future__ import annotations

import random
import statistics

RESAMPLES = 2_000


def interval(mine: list[list[float]], before: list[list[float]], seed: int = 1) -> tuple[float, float]:
    """Return the 2.5th and the 97.5th percentile of the ratio of medians, rounds drawn again with replacement.

    A round stays whole, and both sides of it are drawn together: they were measured in the same state of the machine.
    Raises ValueError when the two have not the same number of rounds, or none.
    """
    if len(mine) != len(before) or not mine:
        raise ValueError("Both sides need the same rounds, at least one.")
    draw = random.Random(seed)
    rounds = range(len(mine))
    ratios = []
    for _ in range(RESAMPLES):
        chosen = draw.choices(rounds, k=len(mine))
        ratios.append(median_of(mine, chosen) / median_of(before, chosen))
    ratios.sort()
    return ratios[int(RESAMPLES * 0.025)], ratios[int(RESAMPLES * 0.975) - 1]


def median_of(turns: list[list[float]], chosen: list[int]) -> float:
    return statistics.median(value for index in chosen for value in turns[index])
