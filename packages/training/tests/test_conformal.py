import numpy as np
import pytest
from test_calibration import sampled

from pareto_training import conformal
from pareto_training.calibration import softmax


def test_the_quantile_counts_the_ticket_to_come():
    # True labels score 0.1 … 0.9: the ⌈10 · 0.8⌉ = 8th smallest.
    p = np.arange(9, 0, -1) / 10
    probabilities = np.stack([p, 1 - p], axis=1)
    assert conformal.quantile(probabilities, np.zeros(9, int), 0.8) == pytest.approx(0.8)


def test_too_few_rows_give_sets_of_every_label():
    probabilities = np.array([[0.9, 0.1]] * 5)
    threshold = conformal.quantile(probabilities, np.zeros(5, int), 0.9)
    assert threshold == 1
    assert conformal.prediction_sets(probabilities, threshold).all()


@pytest.mark.parametrize("score", ["lac", "aps"])
@pytest.mark.parametrize("coverage", [0.8, 0.95])
def test_sets_hold_the_true_label_as_often_as_promised_even_of_a_bad_model(score: conformal.Score, coverage: float):
    # Exchangeable rows, probabilities three times too sharp: the promise needs no calibrated model.
    logits, y = sampled(12_000, 6, 1.5, seed=8)
    probabilities = softmax(logits * 3)
    covered = []
    for seed in range(30):
        order = np.random.default_rng(seed).permutation(len(y))
        fit, test = order[:400], order[400:2_400]
        threshold = conformal.quantile(probabilities[fit], y[fit], coverage, score)
        covered.append(conformal.coverage(conformal.prediction_sets(probabilities[test], threshold, score), y[test]))
    assert coverage - 0.01 <= np.mean(covered) <= coverage + 0.02


def test_more_coverage_never_takes_a_label_away():
    logits, y = sampled(1_000, 6, 1.5)
    probabilities = softmax(logits)
    smaller, larger = (
        conformal.prediction_sets(probabilities, conformal.quantile(probabilities, y, c)) for c in (0.7, 0.9)
    )
    assert (larger >= smaller).all()
    assert conformal.mean_size(larger) > conformal.mean_size(smaller)


def test_adaptive_scores_are_the_mass_of_what_is_as_probable():
    found = conformal.scores(np.array([[0.2, 0.5, 0.3]]), "aps")
    assert np.allclose(found, [[1.0, 0.5, 0.8]])


def test_impossible_wishes_are_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        conformal.quantile(np.eye(2), np.arange(2), 1.0)
    with pytest.raises(ValueError, match="labelled rows"):
        conformal.quantile(np.zeros((0, 2)), np.zeros(0, int), 0.9)
