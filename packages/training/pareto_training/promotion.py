"""Whether a challenger replaces the champion, and why, in sentences.

Both are judged on the same frozen hold-out, whose hash is part of the decision. A challenger has to be better beyond
the paired-bootstrap interval, not worse on any slice or head beyond a bound, and calibrated. Doing as well is no reason
to change: every swap is a risk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from . import bootstrap
from .calibration import chance_errors, confidence_error


@dataclass(frozen=True)
class Bounds:
    """How much worse a slice or a head may get (share of tickets), the largest calibration error that is not chance, and
    how many tickets a hold-out or a slice needs to say anything."""

    slice_loss: float = 0.02
    ece: float = 0.05
    fewest: int = 100
    fewest_of_slice: int = 30


@dataclass(frozen=True)
class Predictions:
    """What a model says about each ticket for one head: `label` [n] and the calibrated `confidence` [n] in it.

    Labels rather than their numbers, so that models with different sets of labels can be compared.
    """

    label: np.ndarray
    confidence: np.ndarray

    @staticmethod
    def of(probabilities: np.ndarray, labels: Sequence[str]) -> Predictions:
        """From probabilities [n, classes] and the names of the classes."""
        return Predictions(np.array(labels, object)[probabilities.argmax(axis=1)], probabilities.max(axis=1))

    def only(self, rows: np.ndarray) -> Predictions:
        """Of some tickets, by a mask [n] or their places."""
        return Predictions(self.label[rows], self.confidence[rows])


@dataclass(frozen=True)
class Holdout:
    """Tickets that no model was trained or calibrated on (`gate.py` sees to it): true labels by head, row numbers by slice."""

    sha256: str
    truth: Mapping[str, np.ndarray]
    slices: Mapping[str, np.ndarray] = field(default_factory=dict)

    def correct(self, predictions: Mapping[str, Predictions], head: str) -> np.ndarray:
        return (predictions[head].label == self.truth[head]).astype(float)


@dataclass(frozen=True)
class Decision:
    """The verdict, a sentence for each rule, and the numbers behind them."""

    promote: bool
    reasons: tuple[str, ...]
    figures: dict[str, float]
    holdout: str

    def as_dict(self) -> dict[str, object]:
        return {
            "promote": self.promote,
            "reasons": list(self.reasons),
            "figures": self.figures,
            "holdout_sha256": self.holdout,
        }

    def __str__(self) -> str:
        verdict = "The challenger becomes champion." if self.promote else "The champion stays."
        return "\n".join([verdict, *(f"- {reason}" for reason in self.reasons)])


def decide(
    champion: Mapping[str, Predictions] | None,
    challenger: Mapping[str, Predictions],
    holdout: Holdout,
    bounds: Bounds = Bounds(),
) -> Decision:
    """Applies every rule, also after one has failed: the reasons should say all there is to mend.

    Figures are of the mean over heads of right labels per ticket. Without a champion the opponent always gives the most
    frequent label of each head. Raises ValueError when a head of the hold-out was not predicted.
    """
    missing = set(holdout.truth) - set(challenger)
    if missing:
        raise ValueError(f"the challenger does not predict {', '.join(sorted(missing))}")
    n = len(next(iter(holdout.truth.values())))
    opponent, who = (champion, "the champion") if champion is not None else (majority(holdout), "the majority label")
    heads = [head for head in holdout.truth if head in opponent]
    ours, theirs = (np.mean([holdout.correct(p, head) for head in heads], axis=0) for p in (challenger, opponent))
    figures = {"challenger": float(ours.mean()), "champion": float(theirs.mean())}
    rules = [enough(n, bounds), better(ours, theirs, who, figures)]
    if champion is not None:
        parts = {f"head {head}": (holdout.correct(challenger, head), holdout.correct(champion, head)) for head in heads}
        if len(parts) == 1:
            parts = {}
        for name, rows in holdout.slices.items():
            if len(rows) >= bounds.fewest_of_slice:
                parts[name] = (ours[rows], theirs[rows])
        rules.append(not_worse(parts, bounds, figures))
    rules += [calibrated(challenger[head], holdout, head, bounds, figures) for head in holdout.truth]
    return Decision(all(ok for ok, _ in rules), tuple(reason for _, reason in rules), figures, holdout.sha256)


Rule = tuple[bool, str]


def enough(n: int, bounds: Bounds) -> Rule:
    if n < bounds.fewest:
        return False, f"The hold-out has {n} tickets; a decision needs {bounds.fewest}."
    return True, f"Judged on {n} tickets that neither has seen."


def better(ours: np.ndarray, theirs: np.ndarray, who: str, figures: dict[str, float]) -> Rule:
    found = bootstrap.paired_difference(ours, theirs)
    figures |= {"difference": found.value, "difference.low": found.low, "difference.high": found.high}
    reach = f"{signed(found.value)} points ({signed(found.low)} to {signed(found.high)})"
    right = f"Right on {100 * ours.mean():.1f} %, {who} on {100 * theirs.mean():.1f} %: {reach}"
    if found.low > 0:
        return True, f"{right}, better beyond the 95 % interval."
    return False, f"{right}, which {'may be chance' if found.high >= 0 else 'is worse'}."


def not_worse(parts: Mapping[str, tuple[np.ndarray, np.ndarray]], bounds: Bounds, figures: dict[str, float]) -> Rule:
    losses = {name: float(theirs.mean() - ours.mean()) for name, (ours, theirs) in parts.items()}
    figures |= {f"loss.{name.replace(': ', '.')}": loss for name, loss in losses.items()}
    beyond = {name: loss for name, loss in losses.items() if loss > bounds.slice_loss + 1e-12}
    allowed = f"{100 * bounds.slice_loss:.1f} points"
    if beyond:
        said = "; ".join(f"{name} by {100 * loss:.1f}" for name, loss in sorted(beyond.items(), key=lambda x: -x[1]))
        return False, f"Worse by more than {allowed} on {said}."
    if not losses:
        return True, "No slice is large enough to be judged by itself."
    worst = max(losses, key=lambda name: losses[name])
    return (
        True,
        f"On none of {len(losses)} slices worse by more than {allowed} (most on {worst}: {signed(-losses[worst])}).",
    )


def calibrated(
    predictions: Predictions, holdout: Holdout, head: str, bounds: Bounds, figures: dict[str, float]
) -> Rule:
    error = confidence_error(predictions.confidence, predictions.label == holdout.truth[head])
    chance = float(np.quantile(chance_errors(predictions.confidence), 0.95))
    figures |= {f"ece.{head}": error, f"ece.{head}.chance": chance}
    said = f"Confidences of {head} are off by {error:.3f} on average"
    if error <= bounds.ece:
        return True, f"{said}, within {bounds.ece:.3f}."
    if error <= chance:
        return True, f"{said}, which perfect ones are on so few tickets too (up to {chance:.3f})."
    return False, f"{said}; at most {bounds.ece:.3f} is allowed."


def majority(holdout: Holdout) -> dict[str, Predictions]:
    """Always the most frequent label of each head."""
    found = {}
    for head, truth in holdout.truth.items():
        names, counts = np.unique(truth.astype(str), return_counts=True)
        found[head] = Predictions(np.full(len(truth), names[counts.argmax()], object), np.ones(len(truth)))
    return found


def signed(points: float) -> str:
    """A share in points with its sign: 0.0123 is +1.2."""
    return f"{100 * points:+.1f}".replace("-", "−")
