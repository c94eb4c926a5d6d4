import numpy as np
import onnxruntime
import pytest
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn

from pareto_training.plain.initialisation import initialise, spread_by_layer
from pareto_training.plain.loop import Settings, fit, optimiser_of, predict
from pareto_training.plain.models import BagOfEmbeddings, Network, Perceptron, TextCnn
from pareto_training.plain.onnx_graph import text_graph
from pareto_training.plain.rows import Table, Texts, compact_vocabulary
from pareto_training.plain.schedules import factor

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def digits() -> tuple[Table, Table]:
    x, y = load_digits(return_X_y=True)
    train, test, y_train, y_test = train_test_split(x / 16, y, test_size=0.3, stratify=y, random_state=0)
    return Table(train, y_train), Table(test, y_test)


def ordered_pairs(n: int, seed: int) -> Texts:
    """Texts of noise that hold tokens 2 and 3: class 1 where 2 comes right before 3, class 0 the other way round."""
    random = np.random.default_rng(seed)
    y = random.integers(0, 2, n)
    ids = []
    for label in y:
        noise = random.integers(4, 20, random.integers(4, 12))
        place = random.integers(0, len(noise) + 1)
        ids.append(np.insert(noise, place, [2, 3] if label else [3, 2]))
    return Texts(ids, y)


def perceptron(layers: int = 1, dropout: float = 0.0) -> Network:
    return Network(Perceptron(64, 64, layers, dropout), 64, 10, dropout)


def accuracy(model: nn.Module, rows: Table | Texts) -> float:
    return float((predict(model, rows).argmax(dim=1).numpy() == rows.y).mean())


@pytest.mark.parametrize("settings", [Settings(optimiser="sgd", rate=0.1, epochs=15), Settings(epochs=15)])
def test_both_optimisers_learn_digits(digits, settings: Settings):
    model = perceptron()
    fit(model, *digits, settings)
    assert accuracy(model, digits[1]) > 0.95


def test_the_same_seed_gives_the_same_weights(digits):
    first, second, other = (perceptron(dropout=0.1) for _ in range(3))
    for model, seed in ((first, 1), (second, 1), (other, 2)):
        fit(model, *digits, Settings(epochs=2, seed=seed))
    assert torch.equal(first.head.weight, second.head.weight)
    assert not torch.equal(first.head.weight, other.head.weight)


def test_one_batch_can_be_learned_by_heart_and_shuffled_labels_cannot_be_told(digits):
    train, test = digits
    batch = Table(train.x[:32], train.y[:32])
    model = perceptron()
    fit(model, batch, batch, Settings(rate=1e-2, epochs=60, patience=60))
    assert accuracy(model, batch) == 1
    shuffled = Table(train.x, np.random.default_rng(0).permutation(train.y))
    fit(model, shuffled, test, Settings(epochs=5))
    assert accuracy(model, test) < 0.3


def test_training_stops_when_nothing_is_gained_and_keeps_the_best(digits):
    small = Table(digits[0].x[:60], digits[0].y[:60])
    model = perceptron()
    history = fit(model, small, digits[1], Settings(rate=3e-2, schedule="constant", epochs=200, patience=3))
    assert len(history.valid_loss) == history.best + 3 < 200
    loss = nn.functional.cross_entropy(predict(model, digits[1]), torch.tensor(digits[1].y))
    assert float(loss) == pytest.approx(min(history.valid_loss), rel=1e-4)


def test_a_training_that_runs_away_ends(digits):
    history = fit(perceptron(4), *digits, Settings(optimiser="sgd", rate=1e30, largest_gradient=1e30, epochs=50))
    assert len(history.train_loss) <= 5


def test_he_keeps_a_signal_through_rectifiers_where_xavier_loses_it():
    rows = torch.randn(500, 128, generator=torch.Generator().manual_seed(0))
    spread = {}
    for scheme in ("he", "xavier", "normal", "zeros"):
        body = initialise(Perceptron(128, 128, 12), scheme)
        spread[scheme] = spread_by_layer(body.layers, rows)[-1]
    assert 0.4 < spread["he"] < 2.5
    assert spread["xavier"] < 0.05
    assert spread["normal"] > 1e6
    assert spread["zeros"] == 0


def test_decay_spares_biases_and_embeddings():
    model = Network(BagOfEmbeddings(30, 8, 8), 8, 3)
    decayed, spared = optimiser_of(model, Settings(weight_decay=0.1)).param_groups
    assert {tuple(p.shape) for p in decayed["params"]} == {(8, 8), (3, 8)}
    assert spared["weight_decay"] == 0
    assert (30, 8) in {tuple(p.shape) for p in spared["params"]}


@pytest.mark.parametrize("schedule", ["constant", "step", "linear", "cosine"])
def test_schedules_rise_and_never_rise_again(schedule):
    rates = [factor(schedule, step, 100, warm_up=0.1) for step in range(100)]
    assert all(a < b for a, b in zip(rates[:10], rates[1:11], strict=True))
    assert all(a >= b for a, b in zip(rates[10:], rates[11:], strict=False))
    assert rates[10] == 1
    assert rates[-1] == {"constant": 1, "step": 0.01}.get(schedule, pytest.approx(0, abs=0.02))
    with pytest.raises(ValueError):
        factor(schedule, 100, 100)


def test_a_bag_cannot_tell_order_and_a_convolution_can():
    train, test = ordered_pairs(1_500, 1), ordered_pairs(400, 2)
    bag, cnn = Network(BagOfEmbeddings(20, 16, 24), 24, 2), Network(TextCnn(20, 16, 24), 24, 2)
    for model in (bag, cnn):
        fit(model, train, test, Settings(rate=1e-2, epochs=8, patience=8))
    assert accuracy(bag, test) < 0.65
    assert accuracy(cnn, test) > 0.97


def test_rare_tokens_are_one_unknown_token():
    mapping = compact_vocabulary([[5, 7, 5], [7, 9], [9, 9, 2]], tokens=12)
    assert mapping[[7, 9]].tolist() == [2, 3]
    assert set(mapping[[0, 2, 5, 11]]) == {1}


@pytest.mark.parametrize("body", [BagOfEmbeddings(6, 8, 7), TextCnn(6, 8, 7)])
def test_the_graph_gives_what_the_network_gives_with_padding_and_without(body):
    initialise(body, "he", 3)
    mapping = np.array([1, 1, 2, 3, 4, 5], np.int32)
    session = onnxruntime.InferenceSession(text_graph(body, mapping).SerializeToString())
    ids = np.array([[2, 3, 4, 5, 1], [5, 2, 0, 0, 0], [4, 0, 0, 0, 0]], np.int32)
    lengths = np.array([5, 2, 1], np.int32)
    (pooled,) = session.run(["pooled"], {"input_ids": ids, "lengths": lengths})
    with torch.inference_mode():
        expected = body.eval()(torch.tensor(mapping[ids].astype(np.int64)), torch.tensor(lengths))
    assert np.allclose(pooled, expected, atol=1e-5)
    (alone,) = session.run(["pooled"], {"input_ids": ids[2:, :1], "lengths": lengths[2:]})
    assert np.allclose(alone[0], pooled[2], atol=1e-6)
