"""Split conformal prediction: sets of labels that hold the true one with a chosen probability.

Angelopoulos & Bates 2021, "A Gentle Introduction to Conformal Prediction", §1 and §2.1. The promise holds on average
over tickets exchangeable with the calibration rows, whatever the model; rows must not have been trained on.

Shapes: `probs` [n, classes], `y` [n] whole numbers from 0. Scores: the larger, the worse a label fits.
  lac  1 − p(label)                                            smallest sets on average (Sadinle et al. 2019)
  aps  p of all labels at least as probable, itself included   larger for hard tickets (Romano et al. 2020)
"""

from __future__ import annotations

from typing import Literal

import numpy as np

Score = Literal["lac", "aps"]


def scores(probs: np.ndarray, score: Score = "lac") -> np.ndarray:
    """The score of every label of every row [n, classes]."""
    probs = np.asarray(probs, np.float64)
    if score == "lac":
        return 1 - probs
    order = np.argsort(-probs, axis=1, kind="stable")
    mass = np.cumsum(np.take_along_axis(probs, order, axis=1), axis=1)
    result = np.empty_like(probs)
    np.put_along_axis(result, order, mass, axis=1)
    return result


def quantile(probs: np.ndarray, y: np.ndarray, coverage: float, score: Score = "lac") -> float:
    """The ⌈(n + 1)·coverage⌉-th smallest score of the true labels: what `conformal.quantile` of a manifest holds.

    With too few rows for the coverage (n < coverage / (1 − coverage)) it is 1, and sets hold every label: an honest
    answer. Raises ValueError for a coverage outside (0, 1) or no rows.
    """
    if not 0 < coverage < 1:
        raise ValueError(f"coverage is between 0 and 1, not {coverage}")
    if len(y) == 0:
        raise ValueError("a quantile needs labelled rows")
    true = np.sort(scores(probs, score)[np.arange(len(y)), y])
    rank = int(np.ceil((len(true) + 1) * coverage - 1e-9))
    return 1.0 if rank > len(true) else float(min(1.0, true[rank - 1]))


def prediction_sets(probs: np.ndarray, threshold: float, score: Score = "lac") -> np.ndarray:
    """Which labels are in the set of each row: bool [n, classes], true where the score is at most the threshold.

    A threshold of 1 holds every label. An empty set says that no label fits; callers show the most probable one then.
    """
    if threshold >= 1:
        return np.ones(np.shape(probs), bool)
    return scores(probs, score) <= threshold + 1e-12


def coverage(sets: np.ndarray, y: np.ndarray) -> float:
    """Share of rows whose set holds the true label."""
    return float(np.mean(sets[np.arange(len(y)), y]))


def mean_size(sets: np.ndarray) -> float:
    """Labels in a set, on average."""
    return float(np.mean(sets.sum(axis=1)))
