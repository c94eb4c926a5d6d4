import numpy as np
import pytest

from pareto_training.blending import blend, fit_gain, fit_gains
from pareto_training.rows import Rows

rng = np.random.default_rng(0)
Y = rng.integers(0, 4, 400)


def seen(share: float) -> np.ndarray:
    """Logits [400, 4] that point to the truth for a share of the rows, and are noise for the others."""
    knows = rng.random(len(Y)) < share
    return rng.normal(size=(len(Y), 4)) + 3 * knows[:, None] * np.eye(4)[Y]


def rows(logits: np.ndarray) -> Rows:
    return Rows({"category": logits}, {"category": Y}, np.zeros((len(Y), 1)))


def test_two_models_that_err_on_different_tickets_are_better_together():
    encoder, words = seen(0.7), seen(0.7)
    together = blend(rows(encoder), {"category": words}, fit_gains(rows(encoder), {"category": words}))
    best = max(np.mean(logits.argmax(1) == Y) for logits in (encoder, words))
    assert np.mean(together.logits["category"].argmax(1) == Y) > best + 0.05


def test_words_that_say_nothing_do_not_weigh():
    assert fit_gain(seen(0.9), rng.normal(size=(len(Y), 4)), Y) <= 0.1


def test_tickets_without_a_label_do_not_count():
    encoder, words, y = seen(0.7), seen(0.7), Y.copy()
    y[::2] = -1
    assert fit_gain(encoder, words, y) == pytest.approx(fit_gain(encoder[1::2], words[1::2], Y[1::2]))
