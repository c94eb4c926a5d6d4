import sys

import numpy as np
import pytest

from pareto_training.options import TrainingOptions
from pareto_training.peers import PEERS
from pareto_training.problem import Problem
from pareto_training.stages import peer
from pareto_training.tickets.data import Ticket, TicketSet
from pareto_training.tickets.prepared import Prepared, prepare

BEGINNINGS = {
    "billing": "I was charged for",
    "delivery": "My parcel did not come with",
    "login": "I cannot sign in for",
}
THINGS = [f"{thing} {n}" for thing in ("order", "invoice", "the shop", "the app", "a friend") for n in range(4)]
OPTIONS = TrainingOptions(max_tokens=16, threads=1)


def desk(**further: tuple[str, ...]) -> Prepared:
    texts = [(label, f"{words} {thing}") for label, words in BEGINNINGS.items() for thing in THINGS]
    labels = [
        {"category": label} | {head: values[i % len(values)] for head, values in further.items()}
        for i, (label, _) in enumerate(texts)
    ]
    tickets = tuple(Ticket(str(i), text, labels[i]) for i, (_, text) in enumerate(texts))
    heads = {"category": tuple(sorted(BEGINNINGS))} | further
    return prepare(TicketSet("desk", tickets, heads, "00" * 32, len(tickets)), None, 0.2, 0.2)


def test_setfit_learns_and_is_judged_like_the_others(minilm):
    judged = peer("setfit", desk(), OPTIONS)
    assert judged.learned.method == "setfit" and judged.learned.seconds > 0
    assert judged.accuracy("category").value > 0.9
    assert judged.holdout.logits["category"].shape == (12, 3) and np.isfinite(judged.holdout.logits["category"]).all()


def test_fasttext_is_asked_for_where_it_is_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "fasttext", None)
    with pytest.raises(Problem, match="fastText is not installed"):
        peer("fasttext", desk(), OPTIONS)


@pytest.mark.parametrize("name", PEERS)
def test_peers_learn_one_target(name, minilm, tmp_path):
    with pytest.raises(Problem, match="learns one target"):
        PEERS[name](desk(team=("sales", "support")), OPTIONS, minilm)
