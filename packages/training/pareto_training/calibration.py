"""Whether a confidence of 0.8 is right eight times in ten, and what to do when it is not.

Shapes: `logits` and `probabilities` [n, classes], `y` [n] whole numbers from 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, logsumexp

COLDEST, HOTTEST = 0.05, 20.0


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Probabilities [n, classes] of logits divided by a temperature above 0."""
    return np.exp(log_softmax(np.asarray(logits, np.float64) / temperature, axis=1))


def negative_log_likelihood(logits: np.ndarray, y: np.ndarray, temperature: float = 1.0) -> float:
    """Mean of −log p(true class), in nats: 0 is perfect, log(classes) is what guessing evenly gives."""
    scaled = np.asarray(logits, np.float64) / temperature
    return float(np.mean(logsumexp(scaled, axis=1) - scaled[np.arange(len(y)), y]))


def fit_temperature(logits: np.ndarray, y: np.ndarray) -> float:
    """The one number that logits are divided by so that confidences mean what they say (Guo et al. 2017, §4.2).

    It minimises the negative log-likelihood, which is convex in 1/T, on rows that the model was not trained on; no
    prediction changes. Kept within 0.05 to 20: on rows that are all right the likelihood would have it go to 0.
    Raises ValueError for fewer than two rows.
    """
    if len(y) < 2:
        raise ValueError("a temperature needs at least two labelled rows")
    found = minimize_scalar(
        lambda log_t: negative_log_likelihood(logits, y, float(np.exp(log_t))),
        bounds=(np.log(COLDEST), np.log(HOTTEST)),
        method="bounded",
        options={"xatol": 1e-4},
    )
    return float(np.exp(found.x))


@dataclass(frozen=True)
class Bin:
    """Predictions whose confidence lies in [low, high): how many, how sure they were, how often they were right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(confidence: np.ndarray, correct: np.ndarray, bins: int = 15) -> list[Bin]:
    """Bins of a reliability diagram (Guo et al. 2017, figure 1) of `confidence` and `correct` [n], empty ones too"""
    confidence, correct = np.asarray(confidence, float), np.asarray(correct, float)
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    counts = np.bincount(which, minlength=bins)
    sure = np.bincount(which, confidence, minlength=bins)
    right = np.bincount(which, correct, minlength=bins)
    return [
        Bin(i / bins, (i + 1) / bins, int(c), float(sure[i] / c) if c else 0.0, float(right[i] / c) if c else 0.0)
        for i, c in enumerate(counts)
    ]


def confidence_error(confidence: np.ndarray, correct: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error (Naeini et al. 2015; Guo et al. 2017, eq. 3) of the given confidences, 0 to 1.

    The mean gap between confidence and accuracy over equal-width bins, weighted by how many predictions each holds. It
    is biased upwards on few rows, by as much as `chance_errors` says.
    """
    n = max(1, len(confidence))
    return sum(b.count * abs(b.confidence - b.accuracy) for b in reliability(confidence, correct, bins)) / n


def chance_errors(confidence: np.ndarray, draws: int = 200, seed: int = 0) -> np.ndarray:
    """What `confidence_error` comes to [draws] when each answer is right with exactly its confidence: the error that says
    nothing against them ("consistency resampling", Bröcker & Smith 2007)."""
    confidence = np.asarray(confidence, float)
    random = np.random.default_rng(seed)
    return np.array([
        confidence_error(confidence, random.random(len(confidence)) < confidence) for _ in range(draws)
    ])  # fmt: skip


def ece(probs: np.ndarray, y: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error of the most probable class of each row; see `confidence_error`."""
    probs = np.asarray(probs)
    return confidence_error(probs.max(axis=1), probs.argmax(axis=1) == y, bins)


def brier(probs: np.ndarray, y: np.ndarray) -> float:
    """Mean squared distance between probabilities and the truth (Brier 1950), 0 to 2."""
    truth = np.zeros_like(probs)
    truth[np.arange(len(y)), y] = 1
    return float(np.mean(np.sum((probs - truth) ** 2, axis=1)))
