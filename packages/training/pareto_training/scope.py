"""How texts that no label of a head fits are told from its tickets: which score, and below which threshold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from . import out_of_scope
from .prototypes import Prototypes
from .rows import Rows

IN_SCOPE_KEPT = 0.95
#: Without foreign texts the threshold is a guess, and turns only the strangest away.
KEPT_UNTESTED = 0.99
#: Foreign texts that choose a score are not those that it was fitted with: each fifth is scored by what saw the others.
FOREIGN_PARTS = 5
#: An area of the ROC curve that is no reason for a larger bundle.
AS_GOOD = 0.01

Score = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Scope:
    """How out-of-scope tickets are told for one head. `tensors` go into the bundle as `scope.<head>.<name>`; `separation`
    has for each scorer `auroc` and `recall` on the foreign texts that neither fitted nor chose."""

    method: str
    threshold: float
    tensors: dict[str, np.ndarray] = field(default_factory=dict)
    separation: dict[str, dict[str, float]] = field(default_factory=dict)
    chosen: str = ""

    @property
    def measured(self) -> dict[str, float] | None:
        """`separation` of the scorer that was chosen, of which `method` is only the kind; None without foreign texts."""
        return self.separation.get(self.chosen)


@dataclass(frozen=True)
class Case:
    """What one model says of the tickets that it learnt, of others, and of foreign texts (None without any)."""

    learnt: Rows
    inside: Rows
    outside: Rows | None = None


@dataclass(frozen=True)
class Scorer:
    """`score` of (logits [n, labels], vectors [n, d]); `method` is its name in a manifest."""

    method: str
    score: Score
    tensors: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(tensor.size for tensor in self.tensors.values())

    def of(self, rows: Rows, head: str) -> np.ndarray:
        return self.score(rows.logits[head], rows.vectors)


ENERGY = Scorer("energy", lambda logits, _: out_of_scope.energy(logits))


def fit_scope(head: str, released: Case, folds: Sequence[Case] = ()) -> Scope:
    """The score that tells foreign texts best, with the threshold that keeps 95 % of the tickets that a model did not learn.

    Both are found on `folds` where there are any, on the released model's own case otherwise; what goes into the bundle is
    fitted on the released model's. Every other foreign text takes part, the rest measures.
    """
    cases = folds or [released]
    if released.outside is None:
        inside = np.concatenate([ENERGY.of(known(case.inside, head), head) for case in cases])
        return Scope(ENERGY.method, out_of_scope.threshold(inside, KEPT_UNTESTED), chosen="energy")
    areas = [areas_of(head, case) for case in cases]
    mean = {name: float(np.mean([area[name] for area in areas])) for name in areas[0]}
    fitted = scorers(head, released.learnt, released.outside.vectors[::2])
    good = [name for name in fitted if mean[name] >= max(mean.values()) - AS_GOOD]
    chosen = min(good, key=lambda name: (fitted[name].size, -mean[name]))
    own = [scorers(head, case.learnt, case.outside.vectors[::2]) for case in cases if case.outside is not None]
    thresholds = {
        name: out_of_scope.threshold(
            np.concatenate([of[name].of(known(case.inside, head), head) for of, case in zip(own, cases, strict=True)]),
            IN_SCOPE_KEPT,
        )
        for name in fitted
    }
    inside, others = known(released.inside, head), every_other(released.outside)
    separation = {}
    for name, scorer in fitted.items():
        area = out_of_scope.auroc(scorer.of(inside, head), scorer.of(others, head)).value
        separation[name] = {"auroc": area, "recall": float(np.mean(scorer.of(others, head) < thresholds[name]))}
    return Scope(fitted[chosen].method, thresholds[chosen], fitted[chosen].tensors, separation, chosen)


def areas_of(head: str, case: Case) -> dict[str, float]:
    """The area under the ROC curve of each scorer, with foreign texts that none of them was fitted with."""
    foreign = every_other(case.outside, 0)
    parts = np.arange(len(foreign.vectors)) % min(FOREIGN_PARTS, len(foreign.vectors))
    inside, outside = {}, {}
    for part in np.unique(parts):
        rest = foreign.vectors[parts != part] if len(np.unique(parts)) > 1 else None
        for name, scorer in scorers(head, case.learnt, rest).items():
            inside.setdefault(name, scorer.of(known(case.inside, head), head))
            outside.setdefault(name, []).append(scorer.of(foreign.chosen(parts == part), head))
    return {name: out_of_scope.auroc(inside[name], np.concatenate(outside[name])).value for name in inside}


def scorers(head: str, learnt: Rows, foreign: np.ndarray | None = None) -> dict[str, Scorer]:
    """Every way to tell, fitted on tickets that a model learnt and on the vectors [n, d] of foreign texts."""
    _, y, vectors = learnt.known(head)
    labels = np.unique(y, return_inverse=True)[1]  # labels without a training ticket have no mean
    mahalanobis = out_of_scope.Mahalanobis.fit(vectors, labels)
    neighbours = out_of_scope.NearestNeighbours.fit(vectors, min(10, len(vectors)))
    prototypes = Prototypes.fit(vectors, labels.max() + 1, foreign)
    return {
        "max_probability": Scorer("max_probability", lambda logits, _: out_of_scope.max_probability(logits)),
        "energy": ENERGY,
        "mahalanobis": Scorer("mahalanobis", lambda _, x: mahalanobis.score(x), mahalanobis.tensors()),
        "knn": Scorer("knn", lambda _, x: neighbours.score(x), neighbours.tensors()),
        "prototypes": Scorer("knn", lambda _, x: prototypes.score(x), prototypes.tensors()),
    }


def scorer_of(method: str, tensors: Mapping[str, np.ndarray]) -> Score:
    """The score of a bundle's head, from its manifest's method and its `scope.<head>.*` tensors."""
    if method == "mahalanobis":
        fitted = out_of_scope.Mahalanobis(tensors["means"], tensors["whitening"])
        return lambda _, x: fitted.score(x)
    if method == "knn":
        nearest = out_of_scope.NearestNeighbours(tensors["references"], int(tensors["k"][0]))
        return lambda _, x: nearest.score(x)
    score = {"energy": out_of_scope.energy, "max_probability": out_of_scope.max_probability}[method]
    return lambda logits, _: score(logits)


def known(rows: Rows, head: str) -> Rows:
    """The rows whose label is known."""
    return rows.chosen(rows.truth[head] >= 0)


def every_other(rows: Rows, start: int = 1) -> Rows:
    """The rows at odd places, or at even ones from 0; all of them where there is but one."""
    return rows.chosen(slice(start, None, 2)) if len(rows.vectors) > 1 else rows
