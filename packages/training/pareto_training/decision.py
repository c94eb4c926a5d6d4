"""From logits to decisions: temperature, prediction sets, when to abstain, what is out of scope, all fitted on the
validation part and written into a bundle."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from . import calibration, conformal, metrics, out_of_scope
from .tfidf import TfidfClassifier
from .tickets.prepared import Prepared

COVERAGE = 0.9
RISK = 0.05
CASCADE_RISK = 0.01
LEAST_ANSWERED = 0.5
IN_SCOPE_KEPT = 0.95
#: Without tickets to tell apart the threshold is a guess, and turns only the strangest away.
KEPT_UNTESTED = 0.99
EXACT_PLACES = 6


@dataclass(frozen=True)
class Rows:
    """What a model says about tickets: logits [n, labels] and truth [n] (−1 unknown) by head, pooled vectors [n, d]."""

    logits: dict[str, np.ndarray]
    truth: dict[str, np.ndarray]
    vectors: np.ndarray

    def known(self, head: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Logits, truth and vectors of the tickets whose label is known."""
        rows = self.truth[head] >= 0
        return self.logits[head][rows], self.truth[head][rows], self.vectors[rows]


@dataclass(frozen=True)
class Scope:
    """How out-of-scope tickets are told for one head. `tensors` go into the bundle as `scope.<head>.<name>`."""

    method: str
    threshold: float
    tensors: dict[str, np.ndarray] = field(default_factory=dict)
    separation: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Decisions:
    """The fitted numbers of one head; `entry` is its part of a manifest."""

    temperature: float
    quantile: float
    abstain_below: float
    scope: Scope | None
    tfidf_gain: float = 0.0

    def entry(self, name: str, labels: tuple[str, ...]) -> dict[str, object]:
        scope = None
        if self.scope is not None:
            scope = {"method": self.scope.method, "threshold": round(self.scope.threshold, EXACT_PLACES)}
        return {
            "name": name,
            "labels": list(labels),
            "tfidf_gain": self.tfidf_gain,
            "temperature": round(self.temperature, EXACT_PLACES),
            "conformal": {"method": "lac", "coverage": COVERAGE, "quantile": round(self.quantile, EXACT_PLACES)},
            "abstain_below": round(self.abstain_below, EXACT_PLACES),
            "out_of_scope": scope,
        }


def fit(head: str, validation: Rows, train: Rows | None = None, foreign: Rows | None = None) -> Decisions:
    """`foreign` are tickets that no label fits. Without any, no scorer can be chosen, and energy is used; without
    `train`, whose vectors scorers need, nothing is out of scope."""
    logits, y, vectors = validation.known(head)
    temperature = calibration.fit_temperature(logits, y)
    probabilities = calibration.softmax(logits, temperature)
    quantile = conformal.quantile(probabilities, y, COVERAGE)
    confidence, correct = probabilities.max(axis=1), probabilities.argmax(axis=1) == y
    covered, least = metrics.coverage_at_risk(confidence, correct, RISK)
    # A head that cannot reach the risk still answers its surer half.
    abstain_below = least if covered >= LEAST_ANSWERED else float(np.quantile(confidence, 1 - LEAST_ANSWERED))
    scope = fit_scope(head, logits, vectors, train, foreign) if train is not None else None
    return Decisions(temperature, quantile, abstain_below, scope)


def fit_scope(head: str, logits: np.ndarray, vectors: np.ndarray, train: Rows, foreign: Rows | None) -> Scope:
    """The scorer that tells every other foreign ticket best, with the threshold that keeps most of the validation part;
    `separation` is of the foreign tickets that did not choose."""
    fitted = scorers(head, train)
    inside = {name: score(logits, vectors) for name, (score, _) in fitted.items()}
    if foreign is None:
        chosen, found = "energy", {}
    else:
        outside = {name: score(foreign.logits[head], foreign.vectors) for name, (score, _) in fitted.items()}
        chosen = max(fitted, key=lambda name: out_of_scope.auroc(inside[name], outside[name][::2]).value)
        others = {name: scores[1::2] if len(scores) > 1 else scores for name, scores in outside.items()}
        found = {name: out_of_scope.separation(inside[name], others[name], IN_SCOPE_KEPT) for name in fitted}
    kept = IN_SCOPE_KEPT if found else KEPT_UNTESTED
    return Scope(chosen, out_of_scope.threshold(inside[chosen], kept), fitted[chosen][1], found)


def scorers(head: str, train: Rows) -> dict[str, tuple]:
    """For each method a function of (logits, vectors) and the tensors that it needs."""
    _, y, vectors = train.known(head)
    known = np.unique(y, return_inverse=True)[1]  # labels without a training ticket have no mean
    mahalanobis = out_of_scope.Mahalanobis.fit(vectors, known)
    neighbours = out_of_scope.NearestNeighbours.fit(vectors, min(10, len(vectors)))
    return {
        "max_probability": (lambda logits, _: out_of_scope.max_probability(logits), {}),
        "energy": (lambda logits, _: out_of_scope.energy(logits), {}),
        "mahalanobis": (lambda _, vectors: mahalanobis.score(vectors), mahalanobis.tensors()),
        "knn": (lambda _, vectors: neighbours.score(vectors), neighbours.tensors()),
    }


def fit_cascade(tfidf: TfidfClassifier, prepared: Prepared) -> tuple[dict[str, object], dict[str, float]]:
    """When TF-IDF is sure enough to answer alone: at most 1 in 100 of its answers wrong on the validation part.

    Gives the manifest's `cascade` and the share of tickets that it answers, by head; 1.0 and 0 where it never may.
    """
    logits, truth = tfidf.logits(prepared.texts("validation")), prepared.truth("validation")
    sure, temperatures, shares = {}, {}, {}
    for head, y in truth.items():
        known = y >= 0
        temperatures[head] = round(calibration.fit_temperature(logits[head][known], y[known]), EXACT_PLACES)
        probabilities = calibration.softmax(logits[head][known], temperatures[head])
        right = probabilities.argmax(axis=1) == y[known]
        shares[head], least = metrics.coverage_at_risk(probabilities.max(axis=1), right, CASCADE_RISK)
        sure[head] = round(min(1.0, least + 10**-EXACT_PLACES), EXACT_PLACES)
    return {"sure_above": sure, "temperature": temperatures}, shares
