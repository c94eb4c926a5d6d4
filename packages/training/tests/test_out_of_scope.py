import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from pareto_training import out_of_scope


@pytest.fixture
def clusters() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Four classes around means of their own, stretched in one direction, and points between them."""
    random = np.random.default_rng(0)
    means = np.array([[4, 0, 0], [0, 4, 0], [-4, 0, 0], [0, -4, 0]], float)
    y = np.repeat(np.arange(4), 100)
    return means[y] + random.normal(0, [0.4, 0.4, 3.0], (400, 3)), y, random.normal(0, [0.4, 0.4, 0.5], (100, 3))


def test_energy_of_known_logits_sees_their_size():
    logits = np.log(np.array([[1.0, 3.0], [10.0, 30.0]]))
    assert np.allclose(out_of_scope.energy(logits), np.log([4, 40]))
    assert np.allclose(*out_of_scope.max_probability(logits)[:, None])


def test_mahalanobis_is_the_distance_in_units_of_the_spread():
    rows = np.array([[1.0, 0], [-1, 0], [0, 2], [0, -2]])
    fitted = out_of_scope.Mahalanobis.fit(rows, np.zeros(4, int), shrinkage=0)
    assert np.allclose(fitted.score(np.array([[0.0, 0], [1, 0], [0, 2]])), [0, -2, -2])


def test_mahalanobis_finds_what_lies_between_classes(clusters):
    features, y, between = clusters
    fitted = out_of_scope.Mahalanobis.fit(features, y)
    found = out_of_scope.separation(fitted.score(features), fitted.score(between))
    assert found["auroc"] > 0.98
    assert found["recall"] > 0.9
    assert {name: tensor.shape for name, tensor in fitted.tensors().items()} == {"means": (4, 3), "whitening": (3, 3)}


def test_what_a_bundle_carries_gives_the_same_scores(clusters):
    features, y, between = clusters
    fitted = out_of_scope.Mahalanobis.fit(features, y)
    read = out_of_scope.Mahalanobis(**fitted.tensors())
    assert np.allclose(fitted.score(between), read.score(between), atol=1e-3)


def test_neighbours_look_at_directions(clusters):
    features, _, _ = clusters
    flat = features * [1, 1, 0]
    scores = out_of_scope.knn(flat, np.array([[8.0, 0, 0], [0.0, 0, 1]]), k=5)
    assert scores[0] == pytest.approx(1, abs=1e-3)
    assert scores[1] == pytest.approx(0, abs=1e-6)
    assert len(out_of_scope.NearestNeighbours.fit(features, 5, most=50).references) == 50


def test_a_threshold_keeps_the_share_that_it_promises():
    scores = np.random.default_rng(1).normal(size=1_000)
    assert (scores >= out_of_scope.threshold(scores, 0.95)).mean() == pytest.approx(0.95, abs=0.002)


def test_scores_that_say_nothing_have_an_area_of_one_half():
    random = np.random.default_rng(2)
    found = out_of_scope.separation(random.random(4_000), random.random(4_000))
    assert found["auroc"] == pytest.approx(0.5, abs=0.02)
    assert found["recall"] == pytest.approx(0.05, abs=0.02)


def test_the_interval_of_an_area_agrees_with_resampling():
    random = np.random.default_rng(3)
    better, worse = random.normal(1, 1, 150), random.normal(0, 1, 80)
    found = out_of_scope.auroc(better, worse)
    truth = np.repeat([1, 0], [150, 80])
    assert found.value == pytest.approx(roc_auc_score(truth, np.concatenate([better, worse])))
    resampled = [out_of_scope.auroc(random.choice(better, 150), random.choice(worse, 80)).value for _ in range(1_000)]
    assert [found.low, found.high] == pytest.approx(np.quantile(resampled, [0.025, 0.975]), abs=0.015)


def test_what_cannot_be_fitted_is_refused():
    with pytest.raises(ValueError, match="without rows"):
        out_of_scope.Mahalanobis.fit(np.zeros((2, 2)), np.array([0, 2]))
    with pytest.raises(ValueError, match="at least 10"):
        out_of_scope.knn(np.ones((3, 2)), np.ones((1, 2)))
