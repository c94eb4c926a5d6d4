"""What a trained model is worth on the hold-out, and what it says about every part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import calibration, conformal, metrics, slices
from .building import Built
from .decision import Decisions
from .rows import Rows
from .tickets.prepared import Prepared
from .training_loop import predict


def rows_of(built: Built, texts: Sequence[str], truth: dict[str, np.ndarray]) -> Rows:
    logits, vectors = predict(built.model, built.encoding.ids(texts))
    return Rows(logits, truth, vectors)


def part_of(built: Built, prepared: Prepared, part: str) -> Rows:
    return rows_of(built, prepared.texts(part), prepared.truth(part))


@dataclass(frozen=True)
class Evaluation:
    """Figures of each head (`metrics.classification` and what is named below), and right answers by ticket."""

    figures: dict[str, dict[str, object]]
    correct: dict[str, np.ndarray]

    def measured(self) -> dict[str, dict[str, float]]:
        """The `metrics` of a manifest: the primary head's by their plain names, the others' with the head's name."""
        found = {}
        for index, (head, figures) in enumerate(self.figures.items()):
            suffix = f".{head}" if index else ""
            for name in ("accuracy", "macro_f1", "ece"):
                found[f"{name}{suffix}"] = figures[name]
        return found


def evaluate(prepared: Prepared, holdout: Rows, decisions: dict[str, Decisions], part: str = "holdout") -> Evaluation:
    """Besides the figures of `metrics.classification`: `conformal` (coverage and mean size of the
    prediction sets), `abstains` (share, and accuracy of what is answered), `slices` (accuracy by length and language)."""
    tickets = prepared.part(part)
    result, right = {}, {}
    for head, labels in prepared.heads.items():
        logits, y, _ = holdout.known(head)
        fitted = decisions[head]
        figures = metrics.classification(y, logits, labels, fitted.temperature)
        probabilities = calibration.softmax(logits, fitted.temperature)
        confidence, correct = probabilities.max(axis=1), probabilities.argmax(axis=1) == y
        sets = conformal.prediction_sets(probabilities, fitted.quantile)
        answered = confidence >= fitted.abstain_below
        known = [ticket for ticket in tickets if head in ticket.labels and ticket.labels[head] in labels]
        cuts = slices.standard([ticket.text for ticket in known], [ticket.language for ticket in known])
        result[head] = figures | {
            "conformal": {"coverage": conformal.coverage(sets, y), "mean_size": conformal.mean_size(sets)},
            "abstains": {
                "share": float(1 - answered.mean()),
                "accuracy_of_answers": float(correct[answered].mean()) if answered.any() else 1.0,
            },
            "slices": {name: found.as_dict() for name, found in slices.measure(correct, cuts).items()},
        }
        right[head] = correct
    return Evaluation(result, right)
