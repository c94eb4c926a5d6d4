"""From logits to decisions: temperature, prediction sets, when to abstain, what is out of scope, all fitted on tickets that
the model did not learn and written into a bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from . import calibration, conformal, metrics
from .rows import Rows
from .scope import Scope

COVERAGE = 0.9
RISK = 0.05
CASCADE_RISK = 0.01
LEAST_ANSWERED = 0.5
EXACT_PLACES = 6


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


def fit(head: str, left_out: Rows, scope: Scope | None = None) -> Decisions:
    """Of tickets that the model which speaks of them did not learn: the validation part, or every ticket by the model of a
    fold (`cross_fitting.py`). Without `scope` nothing is out of scope."""
    logits, y, _ = left_out.known(head)
    temperature = calibration.fit_temperature(logits, y)
    probabilities = calibration.softmax(logits, temperature)
    quantile = conformal.quantile(probabilities, y, COVERAGE)
    confidence, correct = probabilities.max(axis=1), probabilities.argmax(axis=1) == y
    covered, least = metrics.coverage_at_risk(confidence, correct, RISK)
    # A head that cannot reach the risk still answers its surer half.
    abstain_below = least if covered >= LEAST_ANSWERED else float(np.quantile(confidence, 1 - LEAST_ANSWERED))
    return Decisions(temperature, quantile, abstain_below, scope)


def fit_cascade(
    logits: Mapping[str, np.ndarray], truth: Mapping[str, np.ndarray]
) -> tuple[dict[str, object], dict[str, float]]:
    """When TF-IDF is sure enough to answer alone: at most 1 in 100 of its answers wrong on tickets that it did not learn, of
    which `logits` [n, labels] and `truth` [n] by head are.

    Gives the manifest's `cascade` and the share of tickets that it answers, by head; 1.0 and 0 where it never may.
    """
    sure, temperatures, shares = {}, {}, {}
    for head, y in truth.items():
        known = y >= 0
        temperatures[head] = round(calibration.fit_temperature(logits[head][known], y[known]), EXACT_PLACES)
        probabilities = calibration.softmax(logits[head][known], temperatures[head])
        right = probabilities.argmax(axis=1) == y[known]
        shares[head], least = metrics.coverage_at_risk(probabilities.max(axis=1), right, CASCADE_RISK)
        sure[head] = round(min(1.0, least + 10**-EXACT_PLACES), EXACT_PLACES)
    return {"sure_above": sure, "temperature": temperatures}, shares
