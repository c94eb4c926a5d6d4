"""Scores that tell a ticket that belongs to no label from one that does. For all: the higher, the more in scope.

Shapes: `logits` [n, classes], `features` [n, d] (the encoder's pooled vectors), `y` [n] whole numbers from 0.
Fitted scorers keep what a bundle stores as `scope.<head>.<name>` tensors, and say it with `tensors()`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp
from scipy.stats import rankdata

from .bootstrap import Interval
from .calibration import softmax


def max_probability(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Probability of the most probable class [n] (Hendrycks & Gimpel 2017): the baseline."""
    return softmax(logits, temperature).max(axis=1)


def energy(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Negative energy T·log Σ exp(logit / T) [n] (Liu et al. 2020, eq. 4). Unlike a probability, it sees their size."""
    return temperature * logsumexp(np.asarray(logits, np.float64) / temperature, axis=1)


@dataclass(frozen=True)
class Mahalanobis:
    """Distance to the nearest class in units of the spread within classes (Lee et al. 2018, eq. 2).

    `means` [classes, d]; `whitening` [d, d], with which a squared distance is |(x − mean)·whitening|².
    """

    means: np.ndarray
    whitening: np.ndarray

    @staticmethod
    def fit(features: np.ndarray, y: np.ndarray, shrinkage: float = 0.1) -> Mahalanobis:
        """One covariance for all classes, shrunk towards a multiple of the identity so that few rows will do
        (Ledoit & Wolf 2004 in form; the share is given). Raises ValueError when a class up to max(y) has no rows."""
        features, y = np.asarray(features, np.float64), np.asarray(y)
        counts = np.bincount(y)
        if counts.min() == 0:
            raise ValueError("a class without rows has no mean")
        means = np.stack([features[y == c].mean(axis=0) for c in range(len(counts))])
        centred = features - means[y]
        covariance = centred.T @ centred / len(features)
        spread = np.trace(covariance) / len(covariance)
        covariance = (1 - shrinkage) * covariance + (shrinkage * spread + 1e-12) * np.eye(len(covariance))
        values, vectors = np.linalg.eigh(covariance)
        return Mahalanobis(means, vectors / np.sqrt(values))

    def score(self, features: np.ndarray) -> np.ndarray:
        """Minus the smallest squared distance to a class mean [n]."""
        x, means = np.asarray(features, np.float64) @ self.whitening, self.means @ self.whitening
        squared = (x**2).sum(axis=1)[:, None] - 2 * x @ means.T + (means**2).sum(axis=1)
        return -np.maximum(0, squared.min(axis=1))

    def tensors(self) -> dict[str, np.ndarray]:
        return {"means": self.means.astype(np.float32), "whitening": self.whitening.astype(np.float32)}


@dataclass(frozen=True)
class NearestNeighbours:
    """Cosine to the k-th nearest training ticket (Sun et al. 2022). `references` [m, d] of length 1."""

    references: np.ndarray
    k: int

    @staticmethod
    def fit(features: np.ndarray, k: int = 10, most: int = 2_000, seed: int = 0) -> NearestNeighbours:
        """Keeps at most `most` rows, drawn at random: a bundle carries them. Raises ValueError below k rows."""
        if len(features) < k:
            raise ValueError(f"{k} neighbours need at least {k} rows, not {len(features)}")
        chosen = np.random.default_rng(seed).permutation(len(features))[: max(k, most)]
        return NearestNeighbours(unit(np.asarray(features)[np.sort(chosen)]), k)

    def score(self, features: np.ndarray) -> np.ndarray:
        """The k-th largest cosine to a reference [n], −1 to 1."""
        cosines = unit(features) @ self.references.T
        return np.partition(cosines, -self.k, axis=1)[:, -self.k]

    def tensors(self) -> dict[str, np.ndarray]:
        return {"references": self.references.astype(np.float32), "k": np.array([self.k], np.int32)}


def mahalanobis(features: np.ndarray, y: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Scores of the rows `of` [m, d] under a `Mahalanobis` fitted on `features` and `y`."""
    return Mahalanobis.fit(features, y).score(of)


def knn(features: np.ndarray, of: np.ndarray, k: int = 10) -> np.ndarray:
    """Scores of the rows `of` [m, d] under `NearestNeighbours` fitted on all of `features`."""
    return NearestNeighbours.fit(features, k, most=len(features)).score(of)


def threshold(in_scope: np.ndarray, keep: float = 0.95) -> float:
    """The score below which a ticket counts as out of scope, so that this share of in-scope tickets is kept."""
    return float(np.quantile(np.asarray(in_scope, float), 1 - keep))


def auroc(in_scope: np.ndarray, out: np.ndarray) -> Interval:
    """The probability that an in-scope ticket scores above an out-of-scope one (ties count half), with the 95 %
    interval of DeLong et al. 1988: its variance comes from the share of the other side that each score beats.

    Raises ValueError when one side has no rows.
    """
    m, n = len(in_scope), len(out)
    if m == 0 or n == 0:
        raise ValueError("an AUROC needs rows on both sides")
    ranks = rankdata(np.concatenate([in_scope, out]))
    beats = (ranks[:m] - rankdata(in_scope)) / n
    beaten = 1 - (ranks[m:] - rankdata(out)) / m
    area = float(beats.mean())
    variance = sum(part.var(ddof=1) / len(part) for part in (beats, beaten) if len(part) > 1)
    reach = 1.96 * float(np.sqrt(variance))
    return Interval(area, max(0.0, area - reach), min(1.0, area + reach), m + n)


def separation(in_scope: np.ndarray, out: np.ndarray, keep: float = 0.95) -> dict[str, float]:
    """`auroc`, and at the `threshold` that keeps this share of in-scope tickets the `recall` of out-of-scope ones."""
    least = threshold(in_scope, keep)
    recall = float(np.mean(np.asarray(out) < least))
    return {"auroc": auroc(in_scope, out).value, "recall": recall, "threshold": least}


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; a row of zeros stays."""
    rows = np.asarray(rows, np.float64)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
