import numpy as np
import pytest

from pareto_training.promotion import Bounds, Holdout, Predictions, decide

N = 600
TRUTH = np.array(["order", "billing", "delivery"] * (N // 3), object)
SLICES = {"language: en": np.arange(0, 400), "language: es": np.arange(400, 600), "tiny": np.arange(0, 5)}
HOLDOUT = Holdout("ab" * 32, {"category": TRUTH}, SLICES)


def predictions(wrong: np.ndarray, confidence: float | None = None) -> dict[str, Predictions]:
    """Right but for the given rows; as sure as it is right, unless said otherwise."""
    label = TRUTH.copy()
    label[wrong] = np.roll(TRUTH, 1)[wrong]
    return {"category": Predictions(label, np.full(N, confidence or 1 - len(wrong) / N))}


def rows(share: float, seed: int, of: int = N) -> np.ndarray:
    return np.random.default_rng(seed).permutation(of)[: round(share * of)]


def test_a_challenger_that_is_better_everywhere_is_promoted():
    wrong = rows(0.2, 1)
    decision = decide(predictions(wrong), predictions(wrong[:60]), HOLDOUT)
    assert decision.promote
    assert decision.figures["difference"] == pytest.approx(0.1)
    assert "Right on 90.0 %, the champion on 80.0 %: +10.0 points" in decision.reasons[1]
    assert all(reason.endswith(".") for reason in decision.reasons)
    assert decision.as_dict()["holdout_sha256"] == "ab" * 32


def test_a_difference_within_the_interval_changes_nothing():
    decision = decide(predictions(rows(0.20, 1)), predictions(rows(0.19, 2)), HOLDOUT)
    assert not decision.promote
    assert "may be chance" in decision.reasons[1]


def test_the_same_model_is_not_better_than_itself():
    same = predictions(rows(0.2, 1))
    assert not decide(same, same, HOLDOUT).promote


def test_a_gain_paid_for_by_one_slice_is_refused():
    champion, challenger = np.arange(0, 120), np.arange(580, 600)
    decision = decide(predictions(champion), predictions(challenger), HOLDOUT)
    assert not decision.promote
    assert decision.figures["difference.low"] > 0
    assert "Worse by more than 2.0 points on language: es by 10.0." in decision.reasons
    assert decide(predictions(champion), predictions(challenger), HOLDOUT, Bounds(slice_loss=0.15)).promote


def test_slices_of_few_tickets_are_not_judged():
    champion, challenger = np.arange(100, 250), np.arange(0, 5)
    decision = decide(predictions(champion), predictions(challenger), HOLDOUT)
    assert decision.promote
    assert "loss.tiny" not in decision.figures


def test_an_overconfident_challenger_is_refused():
    wrong = rows(0.2, 1)
    decision = decide(predictions(wrong), predictions(wrong[:60], confidence=0.999), HOLDOUT)
    assert not decision.promote
    assert decision.reasons[-1] == "Confidences of category are off by 0.099 on average; at most 0.050 is allowed."


def test_an_error_that_perfect_confidences_show_too_is_no_reason():
    random = np.random.default_rng(3)
    truth = TRUTH[:100]
    confidence = random.uniform(0.4, 0.95, 100)
    label = np.where(random.random(100) < confidence, truth, np.roll(truth, 1))
    decision = decide(None, {"category": Predictions(label, confidence)}, Holdout("ef" * 32, {"category": truth}))
    assert decision.figures["ece.category"] > Bounds().ece
    assert "which perfect ones are on so few tickets too" in decision.reasons[-1]
    assert decision.promote


def test_the_first_model_has_to_beat_the_majority_label():
    assert decide(None, predictions(rows(0.2, 1)), HOLDOUT).promote
    assert not decide(None, predictions(rows(0.7, 1)), HOLDOUT).promote


def test_a_head_that_gets_worse_counts_like_a_slice():
    heads = Holdout("cd" * 32, {"category": TRUTH, "team": TRUTH})
    bad, good = predictions(rows(0.3, 1))["category"], predictions(rows(0.05, 2))["category"]
    decision = decide(
        {"category": bad, "team": good}, {"category": predictions(np.array([], int))["category"], "team": bad}, heads
    )
    assert not decision.promote
    assert any("head team by" in reason for reason in decision.reasons)


def test_few_tickets_decide_nothing_and_a_missing_head_is_an_error():
    few = Holdout("ef" * 32, {"category": TRUTH[:60]})
    perfect = {"category": Predictions(TRUTH[:60], np.full(60, 0.99))}
    decision = decide(None, perfect, few)
    assert not decision.promote
    assert decision.reasons[0] == "The hold-out has 60 tickets; a decision needs 100."
    with pytest.raises(ValueError, match="does not predict category"):
        decide(None, {}, few)


def test_predictions_of_models_with_different_labels_are_compared_by_name():
    found = Predictions.of(np.array([[0.1, 0.9], [0.8, 0.2]]), ["b", "a"])
    assert list(found.label) == ["a", "b"]
    assert list(found.confidence) == [0.9, 0.8]
