import numpy as np
import pytest

from pareto_training import bootstrap


def test_the_interval_of_a_mean_agrees_with_the_normal_approximation():
    values = np.random.default_rng(1).binomial(1, 0.8, 2_000)
    found = bootstrap.interval(values)
    error = 1.96 * np.sqrt(values.mean() * (1 - values.mean()) / 2_000)
    assert found.value == values.mean()
    assert found.low == pytest.approx(values.mean() - error, abs=0.003)
    assert found.high == pytest.approx(values.mean() + error, abs=0.003)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    random = np.random.default_rng(2)
    held = 0
    for trial in range(200):
        found = bootstrap.interval(random.normal(0.3, 1, 150), n=300, seed=trial)
        held += found.low <= 0.3 <= found.high
    assert 0.90 <= held / 200 <= 0.99


def test_the_same_seed_gives_the_same_interval():
    values = np.arange(50.0)
    assert bootstrap.interval(values, seed=3) == bootstrap.interval(values, seed=3)
    assert bootstrap.interval(values, seed=3) != bootstrap.interval(values, seed=4)


def test_rows_are_resampled_whole():
    rows = np.repeat(np.arange(40)[:, None], 2, axis=1)
    found = bootstrap.interval(rows, lambda sample: float((sample[:, 0] == sample[:, 1]).mean()))
    assert (found.low, found.high) == (1, 1)


def test_pairing_narrows_the_interval_of_a_difference():
    hard = np.random.default_rng(5).random(500) < 0.4
    weaker = ~hard
    better = weaker.copy()
    better[np.flatnonzero(hard)[:10]] = True
    found = bootstrap.paired_difference(better, weaker)
    assert found.value == pytest.approx(0.02)
    assert found.low > 0
    assert bootstrap.interval(better).low < bootstrap.interval(weaker).high


def test_one_row_has_no_width_and_none_is_refused():
    assert bootstrap.interval(np.array([0.4])).high == 0.4
    with pytest.raises(ValueError, match="at least one row"):
        bootstrap.interval(np.array([]))
    with pytest.raises(ValueError, match="differ in shape"):
        bootstrap.paired_difference(np.zeros(3), np.zeros(4))
