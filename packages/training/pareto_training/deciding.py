"""What a model and its words decide with, from what they say of tickets that they did not learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from . import blending, decision
from .cross_fitting import Spoken, out_of_fold
from .decision import Decisions
from .scope import fit_scope


def fit_decisions(
    released: Spoken, folds: Sequence[Spoken] = (), gains: Mapping[str, float] | None = None
) -> dict[str, Decisions]:
    """By head, for the model that `released` is of: fitted on the tickets that the models of folds were not given, without
    folds on its own validation part. `gains` are those of words, where they are settled."""
    rows, words = out_of_fold(folds or [released])
    gains = gains if gains is not None else blending.fit_gains(rows, words)
    left_out = blending.blend(rows, words, gains)
    own, others = released.blended(gains), [fold.blended(gains) for fold in folds]
    return {
        head: replace(decision.fit(head, left_out, fit_scope(head, own, others)), tfidf_gain=gains[head])
        for head in rows.logits
    }
