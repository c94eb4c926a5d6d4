"""What a classifier is worth, as figures with intervals.

Shapes: `y` and `predicted` [n] whole numbers from 0, `logits` [n, classes]. Labels that occur neither as truth nor as
prediction do not count in a macro average, as in packages/evaluation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from . import bootstrap, calibration


def confusion(y: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Counts [classes, classes]: row = truth, column = prediction."""
    return np.bincount(np.asarray(y) * classes + predicted, minlength=classes * classes).reshape(classes, classes)


def per_class(table: np.ndarray) -> np.ndarray:
    """Precision, recall, F1 and support of each class [classes, 4] from a confusion table; 0 where undefined."""
    right, claimed, present = np.diag(table), table.sum(axis=0), table.sum(axis=1)
    precision = right / np.maximum(1, claimed)
    recall = right / np.maximum(1, present)
    f1 = 2 * right / np.maximum(1, claimed + present)
    return np.stack([precision, recall, f1, present], axis=1)


def macro_f1(y: np.ndarray, predicted: np.ndarray, classes: int) -> float:
    """Mean F1 of the classes that occur, every class counting alike, 0 to 1."""
    table = confusion(y, predicted, classes)
    occurs = (table.sum(axis=0) + table.sum(axis=1)) > 0
    return float(per_class(table)[occurs, 2].mean()) if occurs.any() else 0.0


def risk_coverage(confidence: np.ndarray, correct: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share answered and share wrong among the answered, as the least sure rows are left out one by one.

    (coverage [n], risk [n]) from the surest row alone to all rows: El-Yaniv & Wiener 2010, "On the Foundations of
    Noise-free Selective Classification". Rows of the same confidence count together, since no threshold separates them.
    """
    confidence, wrong = np.asarray(confidence, float), 1 - np.asarray(correct, float)
    order = np.argsort(-confidence, kind="stable")
    n = len(order)
    answered = np.arange(1, n + 1)
    last = np.append(confidence[order][1:] != confidence[order][:-1], True)
    risk = np.cumsum(wrong[order])[last] / answered[last]
    # Each row gets the risk at the end of its run of equal confidences.
    return answered / n, risk[np.cumsum(np.append(0, last[:-1]))]


def area_under_risk_coverage(confidence: np.ndarray, correct: np.ndarray) -> float:
    """Mean risk over all coverages, 0 to 1: low when doubts are well placed (Geifman & El-Yaniv 2019)."""
    return float(risk_coverage(confidence, correct)[1].mean())


def coverage_at_risk(confidence: np.ndarray, correct: np.ndarray, risk: float) -> tuple[float, float]:
    """The largest share that can be answered with at most this risk, and the confidence that it takes.

    (0, 1) when not even the surest rows are that often right. A bundle's `abstain_below` is set to the latter.
    """
    covered, risks = risk_coverage(confidence, correct)
    allowed = np.nonzero(risks <= risk + 1e-12)[0]
    if len(allowed) == 0:
        return 0.0, 1.0
    place = int(allowed[-1])
    return float(covered[place]), float(np.sort(np.asarray(confidence, float))[::-1][place])


def most_confused(table: np.ndarray, labels: Sequence[str], most: int = 10) -> list[dict[str, object]]:
    """The pairs of truth and prediction that are mistaken most often, the most frequent first."""
    wrong = table - np.diag(np.diag(table))
    order = np.argsort(-wrong, axis=None, kind="stable")[:most]
    pairs = [(int(place) // len(labels), int(place) % len(labels)) for place in order]
    return [{"is": labels[i], "taken_for": labels[j], "count": int(wrong[i, j])} for i, j in pairs if wrong[i, j] > 0]


def ece_interval(probs: np.ndarray, y: np.ndarray, seed: int = bootstrap.SEED) -> bootstrap.Interval:
    """Expected calibration error with its interval. Resampling adds to an error that is biased upwards already, so the
    lower end is never above the value itself."""
    rows = np.stack([probs.max(axis=1), probs.argmax(axis=1) == y], axis=1)
    found = bootstrap.interval(rows, lambda sample: calibration.confidence_error(sample[:, 0], sample[:, 1]), seed=seed)
    return bootstrap.Interval(found.value, min(found.low, found.value), found.high, found.n)


def classification(
    y: np.ndarray, logits: np.ndarray, labels: Sequence[str], temperature: float = 1.0, seed: int = bootstrap.SEED
) -> dict[str, object]:
    """All figures of one head on rows that were not trained on.

    `accuracy`, `macro_f1`, `ece` and `ece_uncalibrated` (with and without the temperature) are intervals as dicts
    (`value low high n`), as a manifest's `metrics` has them; `ece_by_chance` (what perfect confidences would show), `nll`, `brier`, `aurc` (area under risk–coverage),
    `answered_at_95` (share answered when one answer in twenty may be wrong); `confusion` [classes][classes],
    `per_class`, `most_confused`.
    Raises ValueError when shapes disagree or there are no rows.
    """
    y, logits = np.asarray(y), np.asarray(logits, np.float64)
    if logits.shape != (len(y), len(labels)) or len(y) == 0:
        raise ValueError(f"{len(y)} truths and {len(labels)} labels do not fit logits of shape {logits.shape}")
    predicted = logits.argmax(axis=1)
    probabilities = calibration.softmax(logits, temperature)
    confidence, correct = probabilities.max(axis=1), predicted == y
    table = confusion(y, predicted, len(labels))

    def f1(rows: np.ndarray) -> float:
        return macro_f1(rows[:, 0], rows[:, 1], len(labels))

    return {
        "n": len(y),
        "accuracy": bootstrap.interval(correct, seed=seed).as_dict(),
        "macro_f1": bootstrap.interval(np.stack([y, predicted], axis=1), f1, seed=seed).as_dict(),
        "ece": ece_interval(probabilities, y, seed).as_dict(),
        "ece_uncalibrated": ece_interval(calibration.softmax(logits), y, seed).as_dict(),
        "ece_by_chance": float(calibration.chance_errors(confidence).mean()),
        "nll": calibration.negative_log_likelihood(logits, y, temperature),
        "brier": calibration.brier(probabilities, y),
        "aurc": area_under_risk_coverage(confidence, correct),
        "answered_at_95": coverage_at_risk(confidence, correct, 0.05)[0],
        "confusion": table.tolist(),
        "per_class": [
            {"label": label, "precision": p, "recall": r, "f1": f, "support": int(n)}
            for label, (p, r, f, n) in zip(labels, per_class(table).tolist(), strict=True)
        ],
        "most_confused": most_confused(table, labels),
    }
