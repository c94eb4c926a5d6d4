"""The recipe as a user runs it, on tickets at hand, and run again."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from programs import TRAINING, run
from safetensors.numpy import load_file

from pareto_training import model_versions
from pareto_training.bundle import read_manifest
from pareto_training.calibration import softmax
from pareto_training.encoder import MODEL_ID, TextEncoding, padded
from pareto_training.tracking import ROOT, connect

TICKETS = TRAINING / "data" / "support-desk.jsonl"
MODEL = ROOT / ".data" / "models" / MODEL_ID

pytestmark = [
    pytest.mark.skipif(not TICKETS.is_file(), reason="(needs the support-desk tickets)"),
    pytest.mark.skipif(not (MODEL / "tokenizer.json").is_file(), reason="(needs model files)"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The bundle of one run at `tiny`, and the store that the run is in."""
    folder = tmp_path_factory.mktemp("plain")
    store = f"sqlite:///{folder / 'mlflow.db'}"
    arguments = ["--scale", "tiny", "--data", str(TICKETS), "--registry", str(folder / "registry")]
    run(store, "recipes/text_classifier.py", *arguments)
    return folder / "registry" / "plain-text" / "1", store


def test_the_bundle_gives_what_its_smoke_texts_say(made):
    bundle, _ = made
    manifest = read_manifest(bundle)
    assert manifest.base is None
    assert manifest.metrics["accuracy"].value > 1.5 / len(manifest.heads[0].labels)
    head, tensors = manifest.heads[0], load_file(bundle / "adapter.safetensors")
    session = onnxruntime.InferenceSession(str(bundle / "model.onnx"))
    for smoke in manifest.smoke:
        ids, lengths = padded(TextEncoding.load(MODEL, manifest.max_tokens).ids([smoke.text]))
        feeds = {"input_ids": ids.numpy().astype(np.int32), "lengths": lengths.numpy().astype(np.int32)}
        (pooled,) = session.run(["pooled"], feeds)
        logits = pooled @ tensors[f"heads.{head.name}.weight"].T + tensors[f"heads.{head.name}.bias"]
        (probabilities,) = softmax(logits, head.temperature)
        assert head.labels[probabilities.argmax()] == smoke.labels[head.name]
        assert probabilities.max() == pytest.approx(smoke.probability[head.name], abs=1e-3)


def test_its_runs_are_tracked_without_a_text_of_a_ticket(made):
    bundle, store = made
    client = connect(store)
    manifest = read_manifest(bundle)
    first = client.get_run(manifest.run.id)
    children = client.search_runs([first.info.experiment_id], f"tags.`mlflow.parentRunId` = '{first.info.run_id}'")
    assert len(children) == 14
    assert all(child.info.status == "FINISHED" for child in [first, *children])
    assert first.data.metrics["holdout.accuracy"] == manifest.metrics["accuracy"].value
    assert model_versions.version_of(client, "plain-text", "challenger") == 1
    line, *_ = TICKETS.read_text(encoding="utf-8").splitlines()
    text = json.loads(line)["body"][:60].encode()
    for file in Path(store.removeprefix("sqlite:///")).parent.rglob("*"):
        assert not file.is_file() or text not in file.read_bytes(), file


def test_the_run_can_be_reproduced_and_registers_nothing_then(made):
    bundle, store = made
    made_by = read_manifest(bundle).run.id
    said, _ = run(store, "scripts/repro.py", made_by[:8], "--tolerance", "0.0001")
    assert f"{made_by} again as " in said
    assert "figures within 0.0001" in said
    assert not (bundle.parent / "2").exists()
    assert model_versions.version_of(connect(store), "plain-text", "challenger") == 1
