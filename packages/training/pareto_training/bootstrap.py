"""Percentile bootstrap (Efron & Tibshirani 1993, §13.3): how far a measured figure could be off by the choice of rows.

The same values and seed give the same interval. Rows are resampled whole, so a figure of several columns (truth and
prediction, two systems on the same ticket) keeps what belongs together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

SEED = 20_260_101
RESAMPLES = 1_000


@dataclass(frozen=True)
class Interval:
    """A figure, its 95 % interval, and the number of rows that it was measured on."""

    value: float
    low: float
    high: float
    n: int

    def as_dict(self) -> dict[str, float]:
        """As `metrics` of a bundle's manifest has it: `{"value", "low", "high", "n"}`."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def mean(rows: np.ndarray) -> float:
    """Mean over the first axis of `rows` [n]."""
    return float(np.mean(rows))


def interval(
    values: np.ndarray,
    statistic: Callable[[np.ndarray], float] = mean,
    n: int = RESAMPLES,
    seed: int = SEED,
    confidence: float = 0.95,
) -> Interval:
    """The statistic of `values` [rows, …] with its percentile interval over `n` resamples of the rows.

    One row, or none, gives an interval without width. Raises ValueError when there are no rows to measure.
    """
    values = np.asarray(values)
    rows = len(values)
    if rows == 0:
        raise ValueError("an interval needs at least one row")
    value = float(statistic(values))
    if rows == 1:
        return Interval(value, value, value, 1)
    random = np.random.default_rng(seed)
    resampled = [statistic(values[random.integers(0, rows, rows)]) for _ in range(n)]
    tail = (1 - confidence) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return Interval(value, float(low), float(high), rows)


def paired_difference(a: np.ndarray, b: np.ndarray, n: int = RESAMPLES, seed: int = SEED) -> Interval:
    """Mean of `a` − `b` over the same rows ([n] each), with its interval: does one system beat the other on this data?

    Pairing takes out what makes a row hard for both, so the interval is narrower than the difference of two intervals
    (paired bootstrap; Koehn 2004). Raises ValueError when the lengths differ.
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.shape != b.shape:
        raise ValueError(f"paired samples differ in shape: {a.shape} and {b.shape}")
    return interval(a - b, n=n, seed=seed)
