"""Checks of the measuring itself: a model that cannot know must not, and one that can memorise must."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .building import build
from .options import TrainingOptions
from .tfidf import TfidfClassifier
from .tickets.data import Ticket
from .tickets.prepared import Prepared
from .training_loop import Rows, predict, train

BATCH = 16
PASSES = 30


def majority(prepared: Prepared, part: str = "holdout") -> dict[str, float]:
    """Accuracy of always giving the most frequent label of the training part."""
    learned, measured = prepared.truth("train"), prepared.truth(part)
    result = {}
    for head, y in measured.items():
        frequent = np.bincount(learned[head][learned[head] >= 0]).argmax()
        result[head] = float(np.mean(y[y >= 0] == frequent))
    return result


def shuffled_labels(prepared: Prepared, seed: int = 0) -> dict[str, float]:
    """Accuracy of TF-IDF on the hold-out after learning labels in random order: about chance, or something leaks."""
    random = np.random.default_rng(seed)
    shuffled = {head: random.permutation(y) for head, y in prepared.truth("train").items()}
    logits = TfidfClassifier.fit(prepared.texts("train"), shuffled, prepared.classes).logits(prepared.texts("holdout"))
    truth = prepared.truth("holdout")
    return {head: float(np.mean(logits[head].argmax(axis=1)[y >= 0] == y[y >= 0])) for head, y in truth.items()}


def overfits_one_batch(prepared: Prepared, options: TrainingOptions) -> dict[str, float]:
    """Accuracy on the 16 shortest training tickets after 30 passes over them from random heads: 1.0, or gradients do not arrive."""
    small = replace(prepared, splits=replace(prepared.splits, train=shortest(prepared)))
    steady = replace(
        options, epochs=PASSES, batch_size=BATCH, dropout=0.0, adapter_dropout=0.0, head_dropout=0.0, token_dropout=0.0,
        label_smoothing=0.0, average=0.0, head_start="random", keep="last", r_drop=0.0, contrastive=0.0, head_rate=1e-2,
    )  # fmt: skip
    built = build(small, steady)
    rows = Rows(built.encoding.ids(small.texts("train")), small.truth("train"))
    train(built.model, rows, steady)
    logits, _ = predict(built.model, rows.ids)
    return {head: float(np.mean(logits[head].argmax(axis=1)[y >= 0] == y[y >= 0])) for head, y in rows.truth.items()}


def shortest(prepared: Prepared) -> tuple[Ticket, ...]:
    """A few training tickets that are quickly learned by heart."""
    return tuple(sorted(prepared.part("train"), key=lambda ticket: len(ticket.text))[:BATCH])
