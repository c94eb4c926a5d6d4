"""Decisions of logits and vectors that are drawn: what is fitted on what, and which score is chosen."""

import numpy as np
import pytest

from pareto_training import out_of_scope
from pareto_training.cross_fitting import Spoken
from pareto_training.deciding import fit_decisions
from pareto_training.decision import Decisions, fit
from pareto_training.prototypes import Prototypes
from pareto_training.rows import Rows
from pareto_training.scope import Case, Scope, fit_scope, scorer_of

MEANS = np.random.default_rng(9).normal(size=(3, 16))


def spread(n: int, seed: int, sharpness: float = 3.0) -> Rows:
    """Tickets of three labels around directions of their own."""
    random = np.random.default_rng(seed)
    y = random.integers(0, 3, n)
    logits = sharpness * (np.eye(3)[y] + 0.5 * random.normal(size=(n, 3)))
    return Rows({"intent": logits}, {"intent": y}, MEANS[y] + 0.6 * random.normal(size=(n, 16)))


def strangers(n: int, seed: int) -> Rows:
    """Texts elsewhere, of which the logits are as sure as of tickets: only the vectors tell them."""
    random = np.random.default_rng(seed)
    away = -MEANS.mean(axis=0) + 1.2 * random.normal(size=(n, 16))
    return Rows({"intent": spread(n, seed).logits["intent"]}, {}, away)


def test_decisions_are_fitted_and_fit_a_manifest():
    case = Case(spread(300, 2), spread(300, 1), strangers(60, 3))
    found = fit("intent", case.inside, fit_scope("intent", case))
    assert isinstance(found, Decisions) and 0.3 < found.temperature < 4 and 0 < found.quantile < 1
    assert set(found.entry("intent", ("a", "b", "c"))) == {
        "name", "labels", "tfidf_gain", "temperature", "conformal", "abstain_below", "out_of_scope",
    }  # fmt: skip


def test_what_the_logits_do_not_tell_the_vectors_do():
    released = Case(spread(300, 2), spread(300, 1), strangers(80, 3))
    found = fit_scope("intent", released)
    assert found.separation["energy"]["auroc"] < 0.65
    assert found.method in ("knn", "mahalanobis") and found.separation[found.chosen]["auroc"] > 0.95
    score = scorer_of(found.method, found.tensors)
    unseen, others = spread(400, 7), strangers(200, 8)
    assert (score(unseen.logits["intent"], unseen.vectors) >= found.threshold).mean() == pytest.approx(0.95, abs=0.04)
    assert (score(others.logits["intent"], others.vectors) < found.threshold).mean() > 0.8


def test_of_scores_that_tell_alike_the_smallest_is_taken():
    found = fit_scope("intent", Case(spread(300, 2), spread(300, 1), strangers(80, 3)))
    assert found.separation["knn"]["auroc"] < found.separation[found.chosen]["auroc"] + 0.02
    assert sum(tensor.size for tensor in found.tensors.values()) < 1_000


def test_what_is_reported_is_of_the_scorer_that_was_chosen_not_of_its_kind():
    separation = {"knn": {"auroc": 0.94, "recall": 0.64}, "prototypes": {"auroc": 0.95, "recall": 0.79}}
    assert Scope("knn", 0.2, separation=separation, chosen="prototypes").measured["recall"] == 0.79


def test_without_foreign_tickets_little_is_out_of_scope():
    inside = spread(300, 1)
    found = fit_scope("intent", Case(spread(300, 2), inside))
    assert found.method == "energy" and found.tensors == {} and found.measured is None
    assert (out_of_scope.energy(inside.logits["intent"]) >= found.threshold).mean() == pytest.approx(0.99, abs=0.005)


def spoken(n: int, seed: int, sharpness: float) -> Spoken:
    left_out = spread(n, seed, sharpness)
    silent = np.zeros((n, 3))
    return Spoken(spread(300, 2), left_out, {"intent": silent}, strangers(60, 3), {"intent": np.zeros((60, 3))})


def test_decisions_are_those_of_the_folds_where_there_are_any():
    """The model's own 30 validation tickets flatter it; the folds show that it is far too sure."""
    own, folds = spoken(30, 5, 1.0), [spoken(400, 6, 8.0), spoken(400, 7, 8.0)]
    alone, crossed = fit_decisions(own)["intent"], fit_decisions(own, folds)["intent"]
    assert crossed.temperature > 3 * alone.temperature
    assert crossed.quantile == fit("intent", Rows.together([fold.left_out for fold in folds])).quantile
    assert fit_decisions(own, folds, {"intent": 0.7})["intent"].tfidf_gain == 0.7


def neighbours(n: int, seed: int) -> np.ndarray:
    """Vectors of texts that are half like tickets, and half something else that they have in common."""
    random = np.random.default_rng(seed)
    else_where = np.random.default_rng(10).normal(size=16)
    return MEANS[random.integers(0, 3, n)] + 0.5 * else_where + 0.6 * random.normal(size=(n, 16))


def test_prototypes_move_away_from_foreign_texts_and_are_carried_as_neighbours():
    tickets, foreign = spread(200, 1).vectors, neighbours(200, 3)
    plain, pushed = Prototypes.fit(tickets, 3), Prototypes.fit(tickets, 3, foreign[::2])
    assert pushed.references.shape == (20, 16)
    assert np.allclose(np.linalg.norm(pushed.references, axis=1), 1)
    unseen = spread(200, 4).vectors
    areas = [out_of_scope.auroc(one.score(unseen), one.score(foreign[1::2])).value for one in (plain, pushed)]
    assert areas[1] > areas[0] + 0.05
    assert np.allclose(scorer_of("knn", pushed.tensors())(None, tickets), pushed.score(tickets), atol=1e-6)
