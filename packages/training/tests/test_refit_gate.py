"""What decisions that were fitted anew have to show, on answers that are drawn."""

from dataclasses import replace

import numpy as np
import pytest

from pareto_training.refit_gate import decide_refit
from pareto_training.serving import Answered

LABELS = ("billing", "order")
N = 400
TRUTH = np.array(LABELS * (N // 2), object)


def answered(n: int, right: float, outside: float, confidence: float | None = None, covered: float = 0.9) -> Answered:
    """Right, taken for foreign, and with the true label in the set, for the first rows in such a share."""
    truth = np.array(LABELS * (n // 2), object)
    wrong = np.where(truth == LABELS[0], *LABELS[::-1])
    rows = np.arange(n)
    label = np.where(rows < right * n, truth, wrong)
    sets = np.array([[one == name for name in LABELS] for one in truth]) & (rows < covered * n)[:, None]
    flags = rows < outside * n
    return Answered(label, np.full(n, confidence or right), flags, flags, np.zeros(n), sets)


def verdict(before: Answered, after: Answered, foreign: tuple[float, float] = (0.1, 0.7)):
    strangers = tuple({"category": answered(100, 0.5, share)} for share in foreign)
    return decide_refit(
        {"category": before}, {"category": after}, {"category": TRUTH}, {"category": LABELS}, strangers, "ab"
    )


BEFORE = answered(N, 0.8, 0.01, confidence=0.95, covered=0.8)
AFTER = answered(N, 0.8, 0.05)


def test_better_doubt_under_the_same_weights_is_promoted_although_no_label_changes():
    found = verdict(BEFORE, AFTER)
    assert found.promote
    assert "No label changes: the weights are the same." in found.reasons
    assert any("70 % are taken for foreign, 10 % before: +60.0 points (" in reason for reason in found.reasons)
    assert found.figures["ece.category.before"] == pytest.approx(0.15)
    assert found.figures["coverage.category"] == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (answered(N, 0.8, 0.2), "Of tickets 80.0 % are kept in scope"),
        (answered(N, 0.8, 0.05, confidence=0.999), "Confidences of category are off by 0.199"),
        (answered(N, 0.8, 0.05, covered=0.7), "Sets of category hold the right label in 70.0 %"),
        (answered(N, 0.7, 0.05), "the most is lost on category (−10.0 points)"),
    ],
)
def test_what_gets_worse_keeps_it_back(after, why):
    found = verdict(BEFORE, after)
    assert not found.promote and any(why in reason for reason in found.reasons), found


def test_foreign_texts_have_to_be_told_better_beyond_chance():
    assert not verdict(BEFORE, AFTER, foreign=(0.5, 0.5)).promote
    few = replace(
        AFTER,
        **{
            name: getattr(AFTER, name)[:40] for name in ("label", "confidence", "outside", "abstained", "score", "sets")
        },
    )
    short = decide_refit({"c": few}, {"c": few}, {"c": TRUTH[:40]}, {"c": LABELS}, ({"c": few}, {"c": few}), "ab")
    assert short.reasons[0] == "The hold-out has 40 tickets; a decision needs 100."
    with pytest.raises(ValueError, match="none of the heads"):
        decide_refit({}, {}, {"category": TRUTH}, {"category": LABELS}, ({}, {}), "ab")
