"""The recipe as a user runs it, on tickets at hand, and run again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from safetensors.numpy import load_file

from pareto_training import model_versions
from pareto_training.bundle import read_manifest
from pareto_training.calibration import softmax
from pareto_training.encoder import MODEL_ID, TextEncoding, padded
from pareto_training.tracking import ROOT, connect

TRAINING = ROOT / "packages" / "training"
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
    run_program(store, "recipes/text_classifier.py", *arguments)
    return folder / "registry" / "plain-text" / "1", store


def run_program(store: str, script: str, *arguments: str) -> str:
    env = {**os.environ, "MLFLOW_TRACKING_URI": store, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(TRAINING / script), *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
    return done.stdout


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
    run = client.get_run(manifest.run.id)
    children = client.search_runs([run.info.experiment_id], f"tags.`mlflow.parentRunId` = '{run.info.run_id}'")
    assert len(children) == 14
    assert all(child.info.status == "FINISHED" for child in [run, *children])
    assert run.data.metrics["holdout.accuracy"] == manifest.metrics["accuracy"].value
    assert model_versions.version_of(client, "plain-text", "challenger") == 1
    first, *_ = TICKETS.read_text(encoding="utf-8").splitlines()
    text = json.loads(first)["body"][:60].encode()
    for file in Path(store.removeprefix("sqlite:///")).parent.rglob("*"):
        assert not file.is_file() or text not in file.read_bytes(), file


def test_the_run_can_be_reproduced_and_registers_nothing_then(made):
    bundle, store = made
    run = read_manifest(bundle).run.id
    said = run_program(store, "scripts/repro.py", run[:8], "--tolerance", "0.0001")
    assert f"{run} again as " in said
    assert "figures within 0.0001" in said
    assert not (bundle.parent / "2").exists()
    assert model_versions.version_of(connect(store), "plain-text", "challenger") == 1
