"""From the bundled tickets to a served bundle, as a user runs it; again; with mistakes; stopped."""

import json
import signal
from pathlib import Path

import numpy as np
import pytest
from programs import TRAINING, run, start

from pareto_training import model_versions, registry
from pareto_training.bundle import read_manifest
from pareto_training.tickets.prepared import Prepared
from pareto_training.tracking import connect

RECIPE = "recipes/tickets.py"
TICKETS = TRAINING / "data" / "support-desk.jsonl"
SMALL = ("--methods", "lora", "--rows", "48", "--set", "max_tokens=32", "rank=4", "threads=1")


@pytest.fixture(scope="module")
def made(tmp_path_factory, minilm, smollm) -> tuple[Path, str, str]:
    """A folder with the registry, the store and the work of the whole chain at `tiny`; the store; what was said."""
    folder = tmp_path_factory.mktemp("tickets")
    store = f"sqlite:///{folder / 'mlflow.db'}"
    return folder, store, run(store, RECIPE, "--scale", "tiny", *places(folder))[0]


def places(folder: Path) -> tuple[str, ...]:
    return "--registry", str(folder / "registry"), "--work", str(folder / "work")


def test_the_chain_ends_in_a_bundle_that_is_served_and_a_report(made):
    folder, store, said = made
    assert "bundle: " in said and "now served" in said and "The challenger becomes champion." in said
    assert registry.aliases(folder / "registry", "support-desk") == {"champion": 1}
    manifest = read_manifest(folder / "registry/support-desk/1")
    assert [head.name for head in manifest.heads] == ["category", "priority", "team"]
    assert manifest.metrics["accuracy"].value > 2 / len(manifest.heads[0].labels)
    assert model_versions.version_of(connect(store), "support-desk") == 1
    report = next((folder / "work/report").glob("*.md")).read_text()
    assert all(
        f"| {method} |" in report for method in ("majority", "tf-idf", "frozen", "lora", "**lora + tf-idf**", "qlora")
    )
    assert "the first version" in report and "qlora was tried on" in report
    assert all(path.stat().st_mode & 0o044 for path in (folder / "registry").rglob("*"))


def test_the_bundle_says_what_was_measured(made, minilm):
    folder, _, _ = made
    prepared = Prepared.load(folder / "work/data")
    loaded = registry.load(folder / "registry/support-desk/1", minilm)
    assert any(head.tfidf_gain > 0 for head in loaded.manifest.heads)
    said = loaded.predictions(prepared.texts("holdout"))
    for head in loaded.manifest.heads:
        truth = np.array([ticket.labels[head.name] for ticket in prepared.part("holdout")])
        name = "accuracy" if head.name == "category" else f"accuracy.{head.name}"
        # TF-IDF's weights are int8 in a bundle.
        assert np.mean(said[head.name].label == truth) == pytest.approx(loaded.manifest.metrics[name].value, abs=0.02)


def test_its_runs_are_tracked_without_a_text_of_a_ticket(made):
    folder, store, _ = made
    client = connect(store)
    first = client.get_run(read_manifest(folder / "registry/support-desk/1").run.id)
    children = client.search_runs([first.info.experiment_id], f"tags.`mlflow.parentRunId` = '{first.info.run_id}'")
    by_method = {child.data.params["method"]: child for child in children}
    assert set(by_method) == {"majority", "tf-idf", "frozen", "lora", "qlora"}
    assert all(one.info.status == "FINISHED" for one in (first, *children))
    assert all("holdout.category.accuracy" in child.data.metrics for child in children)
    hashes = {key: value for key, value in first.data.params.items() if key.endswith(".sha256") and "out of" not in key}
    assert len(hashes) == 3
    # Of every method; QLoRA learns from fewer tickets at tiny, and says so by other hashes.
    for method, child in by_method.items():
        own = {key: value for key, value in child.data.params.items() if key.endswith(".sha256")}
        assert set(own) == set(hashes) and (own == hashes) == (method != "qlora")
        assert {entry.dataset.name for entry in child.inputs.dataset_inputs} == {"support-desk"}
    assert first.data.params["data.out-of-scope.out of scope.rows"] == "214"
    texts = [json.loads(line)["text"][:60] for line in (folder / "work/data/train.jsonl").read_text().splitlines()]
    for file in (*(folder / "artifacts").rglob("*"), *(folder / "work/report").rglob("*"), folder / "mlflow.db"):
        content = file.read_bytes() if file.is_file() else b""
        assert not any(text.encode() in content or json.dumps(text)[1:-1].encode() in content for text in texts), file


def test_a_second_version_meets_the_first_and_a_run_again_changes_nothing(made):
    folder, store, _ = made
    said, _ = run(store, RECIPE, "--scale", "tiny", *places(folder), *SMALL, "epochs=1", "--folds", "2")
    assert "fold 2 of 2:" in said
    serves = "now served" in said
    after = {"champion": 2, "previous": 1} if serves else {"champion": 1}
    assert "the champion on" in said
    assert registry.aliases(folder / "registry", "support-desk") == after
    client = connect(store)
    assert client.get_model_version("support-desk", "2").tags["decision"] == ("promoted" if serves else "kept back")

    again, _ = run(store, "scripts/repro.py", read_manifest(folder / "registry/support-desk/2").run.id)
    assert "figures within 0.01" in again and "✗" not in again
    assert registry.versions(folder / "registry", "support-desk") == [1, 2]
    assert registry.aliases(folder / "registry", "support-desk") == after
    assert len(client.search_model_versions("name = 'support-desk'")) == 2


def lines(count: int, labels: str = "ab") -> str:
    return "".join(f"my pump number {i} stands still,{labels[i % len(labels)]}\n" for i in range(count))


MISTAKES = {
    "a column that is missing": (
        "my.csv",
        b"subject,body\nhello,where is my pump\n",
        "my.csv has no column with the label",
    ),
    "one class": (
        "my.csv",
        f"text,label\n{lines(60, 'a')}".encode(),
        'column "label" of my.csv has only the label "a"',
    ),
    "five rows": ("my.csv", f"text,label\n{lines(5)}".encode(), "my.csv has 5 tickets that can be used"),
    "another encoding": (
        "my.csv",
        f"text,label\n{lines(9)}no sé,b\n".encode("cp1252"),
        "my.csv is not utf-8: byte 0xe9 in line 11",
    ),
    "broken JSON": (
        "my.jsonl",
        b'{"text": "a pump", "label": "a"}\n{"text": "cut off\n',
        "line 2 of my.jsonl is not JSON",
    ),
    "JSON that is no object": ("my.jsonl", b'["a pump", "a"]\n', "line 1 of my.jsonl is no JSON object"),
    "bytes that are no text": ("my.csv", bytes(range(256)) * 4, "my.csv is not utf-8"),
    "no rows": ("my.csv", b"", "my.csv has no rows"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_file_is_one_line(tmp_path, mistake):
    name, content, said = MISTAKES[mistake]
    (tmp_path / name).write_bytes(content)
    store = f"sqlite:///{tmp_path / 'runs.db'}"
    _, complained = run(store, RECIPE, "--data", str(tmp_path / name), *places(tmp_path), code=1)
    assert complained.startswith(f"✗ {said}")
    assert len(complained.splitlines()) == 1


def test_a_setting_of_a_method_that_is_not_run_is_refused(tmp_path):
    store = f"sqlite:///{tmp_path / 'runs.db'}"
    _, complained = run(store, RECIPE, "--methods", "frozen", "--set", "lora.epochs=3", code=1)
    assert complained.strip() == '✗ "lora" of --set is no method of this run: its methods: frozen'


def test_few_shots_are_of_each_label(tmp_path):
    store = f"sqlite:///{tmp_path / 'runs.db'}"
    run(store, RECIPE, *places(tmp_path), "--methods", "frozen", "--shots", "3", "--set", "max_tokens=32")
    prepared = Prepared.load(tmp_path / "work/data")
    labels = [ticket.labels["category"] for ticket in prepared.part("train")]
    assert {labels.count(label) for label in prepared.heads["category"]} == {3}


def test_ctrl_c_keeps_the_last_epoch_and_says_where(tmp_path, minilm):
    store = f"sqlite:///{tmp_path / 'mlflow.db'}"
    with start(store, RECIPE, "--scale", "tiny", *places(tmp_path), *SMALL, "epochs=500") as program:
        for line in program.stdout:
            if "epoch 1 of" in line:
                program.send_signal(signal.SIGINT)
        complained = program.stderr.read()
    assert program.returncode == 130, complained[-2_000:]
    assert "stopped by Ctrl-C" in complained and "Traceback" not in complained
    assert (tmp_path / "work/lora/checkpoint.safetensors").is_file()
    client = connect(store)
    runs = client.search_runs([one.experiment_id for one in client.search_experiments()])
    assert {one.info.run_name.partition(" ")[2]: one.info.status for one in runs} == {
        "": "KILLED", "lora": "KILLED", "majority": "FINISHED", "tf-idf": "FINISHED",
    }  # fmt: skip
    assert not (tmp_path / "registry").exists()
