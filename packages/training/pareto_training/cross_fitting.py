"""Tickets of training and validation as K folds, and what models that did not learn a ticket say of it.

A temperature or a quantile of 133 validation tickets is off by chance alone. Fitted on what the models of K folds say of the
tickets that each of them was not given, it rests on all tickets, and the released model keeps its weights: cross-fitting
(Chernozhukov et al. 2018, §3); for prediction sets, cross-conformal prediction (Vovk 2015), whose coverage is that of the
"CV+" of Barber et al. 2021 where models of the folds are much alike. Models of folds learn from fewer tickets than the released one,
so they are less often right and what they fit errs towards doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .blending import blend
from .building import Built
from .evaluation import part_of, rows_of
from .rows import Rows
from .scope import Case
from .tfidf import TfidfClassifier
from .tickets.prepared import Prepared
from .tickets.splits import Splits, place


@dataclass(frozen=True)
class Spoken:
    """What a model and TF-IDF of the same tickets say: `learnt` and `left_out` of tickets, by whether they were given them,
    `foreign` of texts that no label fits (None without any); `words` and `foreign_words` are TF-IDF's logits [n, labels] by
    head of the latter two."""

    learnt: Rows
    left_out: Rows
    words: Mapping[str, np.ndarray]
    foreign: Rows | None = None
    foreign_words: Mapping[str, np.ndarray] | None = None

    def blended(self, gains: Mapping[str, float]) -> Case:
        outside = blend(self.foreign, self.foreign_words, gains) if self.foreign and self.foreign_words else None
        return Case(self.learnt, blend(self.left_out, self.words, gains), outside)


def speak(prepared: Prepared, built: Built, words: TfidfClassifier, foreign: Sequence[str] = ()) -> Spoken:
    """Of the training and the validation part of `prepared`, and of foreign texts."""
    return Spoken(
        part_of(built, prepared, "train"),
        part_of(built, prepared, "validation"),
        words.logits(prepared.texts("validation")),
        rows_of(built, foreign, {}) if foreign else None,
        words.logits(foreign) if foreign else None,
    )


def fold_parts(prepared: Prepared, count: int) -> list[Prepared]:
    """`count` divisions of the tickets of training and validation, each ticket in the validation part of exactly one; by
    label of the primary head, in the order of a hash of the text. The hold-out stays. Raises ValueError below 2."""
    if count < 2:
        raise ValueError(f"{count} folds leave nothing out")
    by_label = defaultdict(list)
    for ticket in (*prepared.part("train"), *prepared.part("validation")):
        by_label[ticket.labels.get(prepared.primary, "")].append(ticket)
    members = [sorted(by_label[label], key=lambda ticket: place(ticket.text, count)) for label in sorted(by_label)]
    dealt = [ticket for label in members for ticket in label]
    found = []
    for fold in range(count):
        learnt = (ticket for index, ticket in enumerate(dealt) if index % count != fold)
        parts = Splits(tuple(learnt), tuple(dealt[fold::count]), prepared.part("holdout"))
        found.append(replace(prepared, splits=parts))
    return found


def out_of_fold(folds: Sequence[Spoken]) -> tuple[Rows, dict[str, np.ndarray]]:
    """What was said of the tickets that were left out, and TF-IDF's logits of them by head, of all folds together."""
    rows = Rows.together([fold.left_out for fold in folds])
    return rows, {head: np.concatenate([fold.words[head] for fold in folds]) for head in rows.logits}
