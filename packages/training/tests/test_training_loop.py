import numpy as np
import pytest
import torch
from torch import nn

from pareto_training import training_loop
from pareto_training.batches import bucketed, padding_share
from pareto_training.heads import TicketModel, loss, start_from
from pareto_training.objectives import divergence_of_passes, supervised_contrastive
from pareto_training.options import TrainingOptions
from pareto_training.problem import Problem
from pareto_training.training_loop import Rows, load_checkpoint, predict, rate_at, train


class BagOfTokens(nn.Module):
    """The mean of token embeddings: an encoder small enough to learn in a moment."""

    def __init__(self, hidden=16):
        super().__init__()
        self.embedding = nn.Embedding(50, hidden, padding_idx=0)

    def forward(self, input_ids, lengths):
        return self.embedding(input_ids).sum(dim=1) / lengths[:, None]


def model():
    torch.manual_seed(0)
    return TicketModel(BagOfTokens(), 16, {"intent": 3, "urgent": 2}, dropout=0.0)


def rows(n=90):
    random = np.random.default_rng(0)
    y = random.integers(0, 3, n)
    ids = [
        [10 + 3 * int(label)] * int(random.integers(1, 4)) + list(random.integers(30, 50, random.integers(1, 6)))
        for label in y
    ]
    return Rows(ids, {"intent": y, "urgent": np.where(np.arange(n) % 4 == 0, -1, y // 2)})


OPTIONS = TrainingOptions(method="full", epochs=6, batch_size=8, encoder_rate=5e-2, head_rate=5e-2, label_smoothing=0.0)


@pytest.mark.parametrize(
    "settings",
    [[], ["average=0.9"], ["r_drop=1", "contrastive=0.3"], ["precision=bf16"], ["keep=best", "token_dropout=0.1"]],
)
def test_it_learns_with_every_option(settings):
    trained, data = model(), rows()
    outcome = train(trained, data, TrainingOptions.parse(settings, OPTIONS), data)
    assert outcome.history[-1]["accuracy.intent"] > 0.95
    assert outcome.history[-1]["loss"] < outcome.history[0]["loss"]
    assert outcome.steps == 6 * 12


def test_the_same_seed_gives_the_same_weights():
    first, second = model(), model()
    train(first, rows(), OPTIONS)
    train(second, rows(), OPTIONS)
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters(), strict=True))


def test_ctrl_c_keeps_the_weights_of_the_last_epoch(tmp_path, monkeypatch):
    original, calls = training_loop.one_epoch, []

    def interrupted_in_the_third(*arguments):
        calls.append(1)
        if len(calls) == 3:
            with torch.no_grad():
                arguments[0].heads["intent"].weight.fill_(99)
            raise KeyboardInterrupt
        return original(*arguments)

    monkeypatch.setattr(training_loop, "one_epoch", interrupted_in_the_third)
    trained, data = model(), rows()
    outcome = train(trained, data, OPTIONS, data, tmp_path)
    assert outcome.interrupted and outcome.kept_epoch == 2
    again = model()
    load_checkpoint(again, tmp_path)
    np.testing.assert_array_equal(predict(again, data.ids)[0]["intent"], predict(trained, data.ids)[0]["intent"])
    assert trained.heads["intent"].weight.max() < 99


def test_batches_hold_every_row_once_with_next_to_no_padding():
    random = np.random.default_rng(0)
    lengths = random.integers(4, 128, 3_000)
    batches = bucketed(lengths, 32, random)
    assert sorted(np.concatenate(batches)) == list(range(3_000))
    assert (
        padding_share(lengths, batches) < 0.03 < padding_share(lengths, np.array_split(random.permutation(3_000), 94))
    )


def test_rates_rise_and_fall():
    rates = [rate_at(step, 100, 0.1) for step in range(101)]
    assert rates[9] == 1.0 and max(rates) == 1.0
    assert rates[:10] == sorted(rates[:10]) and rates[10:] == sorted(rates[10:], reverse=True) and rates[100] == 0


def test_predictions_come_in_input_order_whatever_the_batches():
    data, trained = rows(), model()
    whole, vectors = predict(trained, data.ids)
    small, _ = predict(trained, data.ids, tokens=7)
    np.testing.assert_allclose(small["intent"], whole["intent"], atol=1e-6)
    assert vectors.shape == (90, 16)


def test_unknown_labels_count_for_nothing():
    logits = {"intent": torch.randn(4, 3)}
    known = loss({"intent": logits["intent"][:2]}, {"intent": torch.tensor([0, 2])}, {})
    torch.testing.assert_close(loss(logits, {"intent": torch.tensor([0, 2, -1, -1])}, {}), known)
    assert loss(logits, {"intent": torch.full((4,), -1)}, {}) == 0
    torch.testing.assert_close(
        loss({"intent": logits["intent"][:2]}, {"intent": torch.tensor([0, 2])}, {"intent": 2.0}), 2 * known
    )


def test_contrastive_loss_prefers_labels_together():
    apart = torch.tensor([[1.0, 0], [0, 1], [1, 0], [0, 1]])
    together = torch.tensor([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    labels = torch.tensor([0, 0, 1, 1])
    assert supervised_contrastive(together, labels, 0.1) < 0.01 < supervised_contrastive(apart, labels, 0.1)
    assert supervised_contrastive(apart, torch.tensor([0, 1, 2, 3]), 0.1) == 0


def test_passes_that_agree_do_not_diverge():
    logits = torch.randn(5, 4)
    assert divergence_of_passes(logits, logits).abs() < 1e-6 < divergence_of_passes(logits, -logits)


def test_heads_start_from_what_was_fitted():
    started = model()
    weight = np.random.default_rng(0).normal(size=(3, 16))
    start_from(started, {"intent": (weight, np.ones(3))})
    np.testing.assert_allclose(started.heads["intent"].weight.detach(), weight, atol=1e-6)


def test_options_are_parsed_and_wrong_ones_named():
    parsed = TrainingOptions.parse(["epochs=3", "targets=query,value", "head_weights=a:0.5,b:2", "keep=best"])
    assert (parsed.epochs, parsed.targets, parsed.head_weights) == (3, ("query", "value"), {"a": 0.5, "b": 2.0})
    for wrong, said in (
        ("epoch=3", "is no option"),
        ("epochs=x", "does not fit"),
        ("epochs=0", "at least 1"),
        ("method=lorra", "one of frozen, lora"),
    ):
        with pytest.raises(Problem, match=said):
            TrainingOptions.parse([wrong])
