import numpy as np
import pytest

from pareto_training import calibration


def sampled(n: int, classes: int, sharpness: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Logits whose probabilities are the truth: y is drawn from them."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, sharpness, (n, classes))
    probabilities = calibration.softmax(logits)
    y = (probabilities.cumsum(axis=1) > random.random((n, 1))).argmax(axis=1)
    return logits, y


def test_chance_errors_shrink_with_more_rows():
    few, many = (calibration.chance_errors(np.full(n, 0.7)).mean() for n in (100, 10_000))
    assert few > 5 * many


def test_softmax_of_large_logits_is_finite_and_sums_to_one():
    probabilities = calibration.softmax(np.array([[1000.0, 0.0, -1000.0], [1.0, 1.0, 1.0]]))
    assert np.allclose(probabilities, [[1, 0, 0], [1 / 3, 1 / 3, 1 / 3]])


def test_ece_of_known_bins():
    # Ten predictions at 0.95 of which seven are right, ten at 0.55 of which six are: (0.25 + 0.05) / 2.
    confidence = np.array([0.95] * 10 + [0.55] * 10)
    correct = np.array([1] * 7 + [0] * 3 + [1] * 6 + [0] * 4)
    assert calibration.confidence_error(confidence, correct) == pytest.approx(0.15)
    probabilities = np.stack([confidence, 1 - confidence], axis=1)
    assert calibration.ece(probabilities, 1 - correct) == pytest.approx(0.15)


def test_bins_hold_every_prediction_also_a_confidence_of_one():
    bins = calibration.reliability(np.array([0.0, 0.5, 1.0]), np.array([0, 1, 1]))
    assert sum(b.count for b in bins) == 3
    assert bins[-1].count == 1
    assert bins[-1].accuracy == 1


@pytest.mark.parametrize("wrong_by", [0.4, 1.0, 2.5])
def test_a_temperature_undoes_the_factor_that_logits_were_multiplied_by(wrong_by: float):
    logits, y = sampled(6_000, 5, 1.5)
    assert calibration.fit_temperature(logits * wrong_by, y) == pytest.approx(wrong_by, rel=0.06)


def test_a_fitted_temperature_calibrates_and_changes_no_prediction():
    logits, y = sampled(4_000, 8, 2.0)
    overconfident = logits * 3
    t = calibration.fit_temperature(overconfident, y)
    before, after = calibration.softmax(overconfident), calibration.softmax(overconfident, t)
    assert calibration.ece(before, y) > 0.1
    assert calibration.ece(after, y) < 0.03
    assert (before.argmax(axis=1) == after.argmax(axis=1)).all()
    assert calibration.negative_log_likelihood(overconfident, y, t) < calibration.negative_log_likelihood(
        overconfident, y
    )


def test_rows_that_are_all_right_keep_a_temperature_within_bounds():
    t = calibration.fit_temperature(np.eye(4) * 5, np.arange(4))
    assert calibration.COLDEST <= t < 0.2
    with pytest.raises(ValueError, match="two labelled rows"):
        calibration.fit_temperature(np.eye(4)[:1], np.array([0]))


def test_brier_and_likelihood_of_certainty_and_of_ignorance():
    y = np.array([0, 1])
    assert calibration.brier(np.eye(2), y) == 0
    assert calibration.brier(np.eye(2), 1 - y) == 2
    assert calibration.negative_log_likelihood(np.zeros((2, 4)), y) == pytest.approx(np.log(4))
