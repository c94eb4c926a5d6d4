"""Folds: who is left out of what, and that ended ones are not trained again."""

import numpy as np
import pytest
from test_data import tickets

from pareto_training import fold_training
from pareto_training.cross_fitting import fold_parts, out_of_fold
from pareto_training.fold_training import LEARNT, train_folds
from pareto_training.options import TrainingOptions
from pareto_training.tickets.prepared import Prepared
from pareto_training.tickets.splits import split

HEADS = {"intent": ("a", "b", "c", "d")}


@pytest.fixture
def prepared() -> Prepared:
    return Prepared("desk", "ab" * 32, 200, HEADS, split(tickets(200), "intent"))


def test_every_ticket_is_left_out_once_and_the_holdout_never_taken_in(prepared):
    parts = fold_parts(prepared, 3)
    left_out = [ticket for part in parts for ticket in part.part("validation")]
    everything = (*prepared.part("train"), *prepared.part("validation"))
    assert sorted(ticket.id for ticket in left_out) == sorted(ticket.id for ticket in everything)
    held = set(prepared.texts("holdout"))
    for part in parts:
        assert not set(part.texts("train")) & (set(part.texts("validation")) | held)
        assert part.part("holdout") == prepared.part("holdout")
        counts = np.bincount(part.truth("validation")["intent"])
        assert counts.max() - counts.min() <= 2
    with pytest.raises(ValueError, match="leave nothing out"):
        fold_parts(prepared, 1)


def test_models_speak_of_what_they_were_not_given_and_are_trained_once(prepared, minilm, tmp_path, monkeypatch):
    options = TrainingOptions(epochs=1, rank=2, alpha=4, max_tokens=8, threads=1)
    first = train_folds(prepared, options, 2, tmp_path, ["something else"], lambda line: None)
    rows, words = out_of_fold(first)
    assert len(rows.vectors) == 180 and words["intent"].shape == (180, 4)
    assert first[0].foreign.vectors.shape == (1, 384)

    monkeypatch.setattr(fold_training, "learn", lambda *_, **__: pytest.fail("trained again"))
    again, _ = out_of_fold(train_folds(prepared, options, 2, tmp_path, say=lambda line: None))
    assert np.allclose(again.logits["intent"], rows.logits["intent"], atol=1e-4)
    (tmp_path / "2" / LEARNT).write_text("of other tickets")
    with pytest.raises(pytest.fail.Exception, match="trained again"):
        train_folds(prepared, options, 2, tmp_path, say=lambda line: None)
