"""Checks of the measuring itself: a model that cannot know must not, and one that can memorise must."""

from __future__ import annotations

from collections.abc import Mapping
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


def shuffled(prepared: Prepared, seed: int = 0) -> Prepared:
    """With the labels of the training tickets dealt out anew: there is nothing left to learn."""
    tickets = prepared.part("train")
    order = np.random.default_rng(seed).permutation(len(tickets))
    dealt = tuple(replace(ticket, labels=tickets[index].labels) for ticket, index in zip(tickets, order, strict=True))
    return replace(prepared, splits=replace(prepared.splits, train=dealt))


def shuffled_words(prepared: Prepared) -> dict[str, float]:
    """Accuracy of TF-IDF on the hold-out after learning labels in random order: about chance, or something leaks."""
    data = shuffled(prepared)
    model = TfidfClassifier.fit(data.texts("train"), data.truth("train"), data.classes)
    return accuracy(model.logits(data.texts("holdout")), data.truth("holdout"))


def shuffled_encoder(prepared: Prepared, options: TrainingOptions) -> dict[str, float]:
    """The same of linear heads on the frozen encoder, whose vectors tell far more of a text than its words."""
    data = shuffled(prepared)
    built = build(data, replace(options, method="frozen"))
    return accuracy(predict(built.model, built.encoding.ids(data.texts("holdout")))[0], data.truth("holdout"))


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
    return accuracy(predict(built.model, rows.ids)[0], rows.truth)


def accuracy(logits: Mapping[str, np.ndarray], truth: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Share right of the tickets whose label is known, by head."""
    return {head: float(np.mean(logits[head].argmax(axis=1)[y >= 0] == y[y >= 0])) for head, y in truth.items()}


def shortest(prepared: Prepared) -> tuple[Ticket, ...]:
    """A few training tickets that are quickly learned by heart."""
    return tuple(sorted(prepared.part("train"), key=lambda ticket: len(ticket.text))[:BATCH])
