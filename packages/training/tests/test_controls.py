"""The controls hold on tickets that can be learned, and fail where something leaks or nothing is learned."""

from dataclasses import replace

import pytest
from programs import TRAINING

from pareto_training import controls
from pareto_training.options import TrainingOptions
from pareto_training.stages import check_controls
from pareto_training.tickets.data import Columns, read_tickets
from pareto_training.tickets.prepared import Prepared, prepare
from pareto_training.tickets.splits import Splits

OPTIONS = TrainingOptions(rank=8, alpha=16, max_tokens=32, threads=1)


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    data = read_tickets(TRAINING / "data/support-desk.jsonl", Columns(labels=("category",)))
    return prepare(data, holdout=0.2, most=320)


def test_labels_in_random_order_are_not_learned_and_one_batch_is(prepared, minilm):
    found = check_controls(prepared, OPTIONS)
    assert [control.name for control in found] == [
        "learning labels in random order",
        "the same on the frozen encoder",
        "learning one batch by heart",
    ]
    assert all(control.passed for control in found), found


def test_a_holdout_that_was_learned_from_is_noticed(prepared, minilm, monkeypatch):
    """Labels in their own order, on tickets that were trained on: what a leak looks like."""
    train = prepared.part("train")
    leaking = replace(prepared, splits=Splits(train, prepared.part("validation"), train[:100]))
    monkeypatch.setattr(controls, "shuffled", lambda data: data)
    monkeypatch.setattr(controls, "PASSES", 1)
    words, encoder, batch = check_controls(leaking, OPTIONS)
    assert not words.passed and not encoder.passed
    assert not batch.passed  # one pass over a batch is not enough to know it by heart
