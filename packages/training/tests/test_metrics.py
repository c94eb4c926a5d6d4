import numpy as np
import pytest
from sklearn.metrics import f1_score

from pareto_training import metrics


def test_macro_f1_agrees_with_scikit_learn_on_the_labels_that_occur():
    random = np.random.default_rng(0)
    y, predicted = random.integers(0, 5, 300), random.integers(1, 6, 300)
    assert metrics.macro_f1(y, predicted, 9) == pytest.approx(f1_score(y, predicted, average="macro"))


def test_risk_coverage_of_a_model_that_knows_what_it_does_not_know():
    coverage, risk = metrics.risk_coverage(np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 1, 0, 0]))
    assert np.allclose(coverage, [0.25, 0.5, 0.75, 1])
    assert np.allclose(risk, [0, 0, 1 / 3, 0.5])


def test_rows_of_equal_confidence_are_answered_together_or_not_at_all():
    _, risk = metrics.risk_coverage(np.array([0.9, 0.5, 0.5, 0.5]), np.array([1, 1, 1, 0]))
    assert np.allclose(risk, [0, 0.25, 0.25, 0.25])
    assert metrics.coverage_at_risk(np.array([0.9, 0.5, 0.5, 0.5]), np.array([1, 1, 1, 0]), 0.1) == (0.25, 0.9)


def test_the_area_does_not_depend_on_the_scale_of_confidences():
    random = np.random.default_rng(4)
    confidence, correct = random.random(200), random.random(200) < 0.7
    area = metrics.area_under_risk_coverage(confidence, correct)
    assert area == metrics.area_under_risk_coverage(confidence**3, correct)
    assert metrics.area_under_risk_coverage(correct.astype(float), correct) < area


def test_no_share_can_be_answered_when_the_surest_is_wrong():
    assert metrics.coverage_at_risk(np.array([0.9, 0.5]), np.array([0, 1]), 0.05) == (0.0, 1.0)


def test_classification_gathers_the_figures_of_a_head():
    y = np.array([0, 0, 1, 1, 2, 2])
    logits = np.eye(3)[[0, 0, 1, 2, 2, 2]] * 4
    found = metrics.classification(y, logits, ["order", "billing", "delivery"])
    assert found["accuracy"]["value"] == pytest.approx(5 / 6)
    assert found["accuracy"]["low"] <= 5 / 6 <= found["accuracy"]["high"]
    assert found["confusion"] == [[2, 0, 0], [0, 1, 1], [0, 0, 2]]
    assert found["most_confused"] == [{"is": "billing", "taken_for": "delivery", "count": 1}]
    assert found["per_class"][1] == {
        "label": "billing",
        "precision": 1.0,
        "recall": 0.5,
        "f1": pytest.approx(2 / 3),
        "support": 2,
    }
    assert found["ece"] == found["ece_uncalibrated"]
    assert found["ece"]["low"] <= found["ece"]["value"] <= found["ece"]["high"]


def test_shapes_that_disagree_are_refused():
    with pytest.raises(ValueError, match="do not fit"):
        metrics.classification(np.array([0]), np.zeros((1, 2)), ["one"])
