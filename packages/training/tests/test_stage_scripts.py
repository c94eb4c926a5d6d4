"""The scripts of the stages one after another, each a process of its own that finds what the one before left."""

import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from programs import TRAINING, run
from safetensors.numpy import load_file

from pareto_training import registry
from pareto_training.bundle import TFIDF_FILES, read_manifest
from pareto_training.serving import answers
from pareto_training.tickets.prepared import Prepared

TICKETS, FOREIGN = TRAINING / "data/support-desk.jsonl", TRAINING / "data/out-of-scope.jsonl"
OPTIONS = ("--set", "epochs=1", "rank=2", "alpha=4", "max_tokens=16", "threads=1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, minilm) -> Path:
    """Where every stage ran: `work` and `registry`; `said` has what each wrote."""
    folder = tmp_path_factory.mktemp("stages")
    data, few = folder / "desk.jsonl", folder / "foreign.jsonl"
    for source, target, count in ((TICKETS, data, 150), (FOREIGN, few, 40)):
        with source.open() as lines:
            target.write_text("".join(islice(lines, count)))
    store, work, place = (
        f"sqlite:///{folder / 'mlflow.db'}",
        ("--work", folder / "work"),
        ("--registry", folder / "registry"),
    )
    stages = {
        "prepare": ("--data", data, "--labels", "category,team", *work),
        "train": (*work, *OPTIONS),
        "evaluate": work,
        "export": ("--name", "desk", "--licence", "MIT", "--out-of-scope", few, *work, *place),
        "promote": ("--name", "desk", *work, *place),
        "report": ("--title", "Our desk", *work),
        "refit": (
            "--bundle",
            folder / "registry/desk/1",
            "--out-of-scope",
            few,
            "--folds",
            "2",
            *work,
            *place,
            *OPTIONS,
        ),
    }
    for stage, arguments in stages.items():
        said, _ = run(store, f"scripts/{stage}.py", *map(str, arguments))
        (folder / f"{stage}.txt").write_text(said)
    return folder


def said(folder: Path, stage: str) -> str:
    return (folder / f"{stage}.txt").read_text()


def test_the_data_are_prepared_and_a_method_trained_and_measured(folder):
    prepared = Prepared.load(folder / "work/data")
    assert list(prepared.heads) == ["category", "team"] and "# Data: desk" in said(folder, "prepare")
    assert "of the parameters trained in" in said(folder, "train")
    figures = json.loads((folder / "work/lora/evaluation.json").read_text())
    assert figures["category"]["accuracy"]["n"] == len(prepared.part("holdout"))
    assert json.loads(said(folder, "evaluate"))["accuracy.team"]["value"] == figures["team"]["accuracy"]["value"]


def test_what_was_measured_becomes_a_bundle_that_is_served(folder):
    manifest = read_manifest(folder / "registry/desk/1")
    assert said(folder, "export").strip().endswith("registry/desk/1")
    assert manifest.metrics["accuracy"].value == json.loads(said(folder, "evaluate"))["accuracy"]["value"]
    assert "It is the first version" in said(folder, "promote")
    assert registry.aliases(folder / "registry", "desk")["champion"] == 1
    text = (folder / "work/report/report.md").read_text()
    assert "# Our desk" in text and all(
        f"| {name} |" in text for name in ("majority", "tf-idf", "lora", "**lora + tf-idf**")
    )


def test_a_refit_changes_decisions_and_not_a_byte_of_the_weights(folder):
    before, after = (folder / "registry/desk" / version for version in "12")
    assert all((before / file).read_bytes() == (after / file).read_bytes() for file in TFIDF_FILES)
    old, new = load_file(before / "adapter.safetensors"), load_file(after / "adapter.safetensors")
    weights = [name for name in old if not name.startswith("scope.")]
    assert weights == [name for name in new if not name.startswith("scope.")]
    assert all((old[name] == new[name]).all() for name in weights)
    heads = {one: [head.temperature for head in read_manifest(one).heads] for one in (before, after)}
    assert heads[before] != heads[after]
    assert read_manifest(after).data[-1].split == "out of scope"
    assert "those of version 1, byte for byte" in (after / "card.md").read_text()
    # So few tickets decide nothing, and the reasons say so.
    assert "The champion stays." in said(folder, "refit") and "a decision needs 100" in said(folder, "refit")
    assert registry.aliases(folder / "registry", "desk") == {"champion": 1}


def test_a_refit_of_another_split_is_refused(folder):
    work = folder / "other"
    arguments = ("--data", folder / "desk.jsonl", "--labels", "category,team", "--seed", 3, "--work", work)
    store = f"sqlite:///{folder / 'mlflow.db'}"
    run(store, "scripts/prepare.py", *map(str, arguments))
    given = ("--bundle", folder / "registry/desk/1", "--work", work, "--out-of-scope", folder / "foreign.jsonl")
    _, complained = run(store, "scripts/refit.py", *map(str, given), code=1)
    assert complained.startswith("✗ the train part is not that of desk/1") and "Traceback" not in complained


def test_a_bundle_answers_as_its_manifest_says(folder, minilm):
    """In PyTorch: TF-IDF where it is sure of both heads, and elsewhere what `registry.load` predicts."""
    bundle = folder / "registry/desk/1"
    prepared, loaded = Prepared.load(folder / "work/data"), registry.load(bundle, minilm)
    texts = [*prepared.texts("train")[:60], "zzz qqq", ""]
    found, expected = answers(bundle, minilm, texts, precision=None), loaded.predictions(texts)
    alone = np.isnan(found["category"].score)
    assert 0 < alone.sum() < len(texts)
    for head in loaded.manifest.heads:
        said = found[head.name]
        assert list(said.label[~alone]) == list(expected[head.name].label[~alone])
        assert np.allclose(said.confidence[~alone], expected[head.name].confidence[~alone], atol=1e-5)
        assert (said.confidence[alone] >= loaded.manifest.cascade.sure_above[head.name]).all()
        assert not said.abstained[alone].any()
        assert (said.outside[~alone] == (said.score[~alone] < head.out_of_scope.threshold)).all()
        doubt = said.confidence[~alone] < head.abstain_below
        assert (said.abstained[~alone] == (said.outside[~alone] | doubt)).all()
    rates = found["category"].rates()
    assert sum(rates.values()) == pytest.approx(1)
