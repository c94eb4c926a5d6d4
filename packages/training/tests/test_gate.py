"""That the gate's hold-out is one that neither model has seen: checked by hashes, with bundles whose answers are given."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest
from test_bundle import parts
from test_data import tickets

from pareto_training import gate as gating
from pareto_training import learnt, registry
from pareto_training.bundle import read_manifest, write_bundle
from pareto_training.promotion import Predictions
from pareto_training.tickets.prepared import Prepared
from pareto_training.tickets.splits import split

LABELS = ("a", "b", "c", "d")


def prepared(seed: int = 0, holdout: float = 0.3) -> Prepared:
    return Prepared("desk", "ab" * 32, 600, {"intent": LABELS}, split(tickets(600), "intent", 0.1, holdout, seed))


def answering(right: float) -> dict[str, bool]:
    """Which tickets a model is right about, by their texts."""
    draws = np.random.default_rng(int(100 * right)).random(600)
    return {ticket.text: bool(draw < right) for ticket, draw in zip(tickets(600), draws, strict=True)}


class Model:
    """In the place of a loaded bundle: always as sure as it is right."""

    def __init__(self, right: float) -> None:
        self.right, self.answers, self.asked = right, answering(right), []

    def predictions(self, texts: list[str]) -> dict[str, Predictions]:
        self.asked = texts
        truth = {ticket.text: ticket.labels["intent"] for ticket in tickets(600)}
        other = dict(zip(LABELS, "bcda", strict=True))
        label = [truth[text] if self.answers[text] else other[truth[text]] for text in texts]
        return {"intent": Predictions(np.array(label, object), np.full(len(texts), self.right))}


def release(folder: Path, trained_on: Prepared, says_what_it_learnt: bool = True) -> int:
    manifest, tensors = parts()
    manifest["data"] = [
        {"name": "desk", "sha256": trained_on.sha256_of(part), "rows": len(trained_on.part(part)), "split": part}
        for part in trained_on.splits.parts()
    ]
    texts = trained_on.texts("train") + trained_on.texts("validation")
    made = write_bundle(folder, manifest, tensors, None, "# Card", learnt_texts=texts if says_what_it_learnt else None)
    return int(made.name)


@pytest.fixture
def models(monkeypatch) -> dict[str, Model]:
    """Champion and challenger by the number of their version."""
    known = {"1": Model(0.6), "2": Model(0.9)}
    monkeypatch.setattr(registry, "load", lambda folder, base: known[folder.name])
    return known


def judged(folder: Path, data: Prepared) -> gating.Decision:
    return gating.gate(folder, "support-desk", data, 2)


def test_on_the_same_split_every_ticket_counts(tmp_path, models):
    data = prepared()
    release(tmp_path, data), release(tmp_path, data)
    registry.promote(tmp_path, "support-desk", 1)
    found = judged(tmp_path, data)
    assert found.promote and found.reasons[0] == "Judged on 180 tickets that neither has seen."
    assert found.holdout == data.sha256_of("holdout")


def test_tickets_that_the_champion_learnt_are_left_out(tmp_path, models):
    """Another seed puts most of the champion's training tickets into the hold-out."""
    before, after = prepared(), prepared(seed=5)
    release(tmp_path, before), release(tmp_path, after)
    registry.promote(tmp_path, "support-desk", 1)
    found = judged(tmp_path, after)
    held = set(before.texts("holdout")) & set(after.texts("holdout"))
    assert 0 < len(held) < 100 and set(models["1"].asked) == held
    assert found.reasons[0] == f"The hold-out has {len(held)} tickets; a decision needs 100."
    assert not found.promote
    assert found.reasons[-1] == f"{180 - len(held)} tickets of the hold-out that the champion learnt are left out."


def test_enough_unseen_tickets_decide(tmp_path, models):
    before, after = prepared(holdout=0.6), prepared(seed=5, holdout=0.5)
    release(tmp_path, before), release(tmp_path, after)
    registry.promote(tmp_path, "support-desk", 1)
    found = judged(tmp_path, after)
    assert found.promote and "tickets that neither has seen" in found.reasons[0]
    assert found.holdout != after.sha256_of("holdout")


@pytest.mark.parametrize("silent", [1, 2])
def test_a_model_that_does_not_say_what_it_learnt_is_not_compared_on_another_holdout(tmp_path, models, silent):
    splits = {1: prepared(), 2: prepared(seed=5)}
    for version, data in splits.items():
        release(tmp_path, data, says_what_it_learnt=version != silent)
    registry.promote(tmp_path, "support-desk", 1)
    found = judged(tmp_path, splits[3 - silent])
    who = {1: "The champion", 2: "The challenger"}[silent]
    assert not found.promote and found.figures == {}
    assert found.reasons[0].startswith(f"{who} was measured on another hold-out and does not say what it learnt")


def test_a_bundle_says_what_it_learnt_in_hashes_alone(tmp_path):
    release(tmp_path, prepared())
    folder = tmp_path / "support-desk/1"
    assert learnt.LEARNT in {file.path for file in read_manifest(folder).files}
    known = learnt.read(folder)
    assert len(known) == 420 and learnt.digest(prepared().texts("train")[0].upper() + "!") in known
    content = json.loads((folder / learnt.LEARNT).read_text())
    assert len(base64.b64decode(content["digests"])) == 420 * learnt.BYTES and content["rows"] == 420
    learnt.write(tmp_path / learnt.LEARNT, ["thanks", "thank you", "my pump has stopped"])
    assert learnt.read(tmp_path) == {learnt.digest("My pump has stopped.")}
