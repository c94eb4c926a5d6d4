"""What was judged, as the parts of a report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from . import decision
from .bootstrap import Interval
from .calibration import softmax
from .figures import confusion_matrix, learning_curves, reliability_diagram, risk_coverage_curve
from .report import Head, Model
from .stages import Judged
from .tickets.prepared import Prepared


def compared(judged: Judged, heads: Sequence[str], chosen: bool) -> Model:
    """A row of the report's comparison: figures of the first head, and how often the others are right (peers have one head)."""
    figures, learned = judged.evaluation.figures, judged.learned
    primary = next(iter(heads))
    return Model(
        learned.method,
        Interval(**figures[primary]["accuracy"]),
        Interval(**figures[primary]["macro_f1"]),
        figures[primary]["ece"]["value"],
        learned.trainable_share,
        learned.seconds,
        chosen,
        {head: Interval(**figures[head]["accuracy"]) for head in heads if head != primary and head in figures},
    )


def head_of_report(prepared: Prepared, head: str, judged: Judged, others: Sequence[Judged]) -> Head:
    """A section of the report with its figures."""
    figures, fitted = judged.evaluation.figures[head], judged.decisions[head]
    logits, y, _ = judged.holdout.known(head)
    confidence = softmax(logits, fitted.temperature).max(axis=1)
    correct = logits.argmax(axis=1) == y
    curves = {one.learned.method: answers(one, head) for one in (judged, *others)}
    history = judged.learned.outcome.history
    drawn = {
        "reliability": reliability_diagram(confidence, correct, softmax(logits).max(axis=1)),
        "risk-and-coverage": risk_coverage_curve(curves),
        "confusion": confusion_matrix(np.array(figures["confusion"]), prepared.heads[head]),
    }
    if history:
        drawn["accuracy-by-epoch"] = learning_curves(
            {"validation": [e[f"accuracy.{head}"] for e in history]}, "accuracy"
        )
    found = {
        "coverage": decision.COVERAGE,
        "measured": figures["conformal"]["coverage"],
        "size": figures["conformal"]["mean_size"],
    }
    scope = fitted.scope.measured if fitted.scope else None
    parts = {name: Interval(**values) for name, values in figures["slices"].items()}
    return Head(head, figures, fitted.temperature, parts, found, scope, drawn)


def answers(judged: Judged, head: str) -> tuple[np.ndarray, np.ndarray]:
    """(confidence, correct) of the hold-out tickets whose label is known."""
    logits, y, _ = judged.holdout.known(head)
    return softmax(logits, judged.decisions[head].temperature).max(axis=1), logits.argmax(axis=1) == y
