import json
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from pareto_training import model_versions, tracking
from pareto_training.problem import Problem
from pareto_training.promotion import Decision
from pareto_training.tracking import Run

SECRET = "my neighbour's boiler has flooded the cellar again"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('mlflow') / 'mlflow.db'}"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "adapter.safetensors").write_bytes(b"weights")
    manifest = {"schema_version": 1, "name": "desk", "version": 7, "title": "Support desk", "commit": "abcdef0"}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def started(store: str, **given) -> Run:
    return Run("tickets", "test", recipe="recipes/none.py", uri=store, **given)


def test_a_run_keeps_what_it_was(store: str, tmp_path: Path):
    tickets = tmp_path / "tickets.csv"
    tickets.write_text(f"text,label\n{SECRET},leak\n")
    with started(store, arguments=["--scale", "tiny"]) as run:
        entry = run.data("tickets", tickets, rows=1, split="train")
        run.params({"rank": 16})
        run.step({"train.loss": 0.9}, step=1)
        run.step({"train.loss": 0.4}, step=2)
        run.figures({"test": {"accuracy": {"value": 0.9, "low": 0.8, "high": 0.95, "n": 40}, "labels": ["a"]}})
        run.costs({"seconds": 3.5})
        run.draw(Figure(), "empty")
    kept = run.client.get_run(run.id)
    assert kept.info.status == "FINISHED"
    assert kept.data.params["rank"] == "16"
    assert kept.data.params["data.tickets.train.sha256"] == entry["sha256"]
    assert kept.data.params["environment.python"].startswith("3.")
    assert kept.data.metrics["test.accuracy"] == 0.9
    assert kept.data.metrics["test.accuracy.low"] == 0.8
    assert kept.data.metrics["cost.seconds"] == 3.5
    assert kept.data.tags["arguments"] == "--scale\ntiny"
    assert [point.value for point in run.client.get_metric_history(run.id, "train.loss")] == [0.9, 0.4]
    assert kept.inputs.dataset_inputs[0].dataset.name == "tickets"
    assert {file.path for file in run.client.list_artifacts(run.id)} == {"figures", "figures.json"}


def test_a_failed_run_says_so_and_keeps_no_text_of_a_ticket(store: str, tmp_path: Path):
    tickets = tmp_path / "tickets.csv"
    tickets.write_text(SECRET)
    with pytest.raises(KeyError), started(store) as run:
        run.data("tickets", tickets, rows=1, split="train")
        raise KeyError(SECRET)
    kept = run.client.get_run(run.id)
    assert (kept.info.status, kept.data.tags["error"]) == ("FAILED", "KeyError")
    folder = Path(store.removeprefix("sqlite:///")).parent
    for file in folder.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes()


def test_long_text_is_no_setting(store: str):
    with started(store) as run:
        for text in (f"{SECRET} " * 10, "two\nlines"):
            with pytest.raises(ValueError, match="is no setting"):
                run.params({"text": text})


def test_ctrl_c_leaves_a_killed_run(store: str):
    with pytest.raises(KeyboardInterrupt), started(store) as run:
        raise KeyboardInterrupt
    assert run.client.get_run(run.id).info.status == "KILLED"


def test_bundles_become_versions_that_aliases_point_at(store: str, bundle: Path, tmp_path: Path):
    versions = []
    for _ in range(2):
        with started(store) as run:
            versions.append(model_versions.register(run, bundle))
    client = run.client
    assert versions == [1, 2]
    assert model_versions.version_of(client, "desk", "challenger") == 2
    assert model_versions.version_of(client, "desk") is None
    assert client.get_model_version("desk", "2").tags["bundle_version"] == "7"

    assert model_versions.promote(client, "desk", 1) is None
    assert model_versions.promote(client, "desk", 2) == 1
    assert [model_versions.version_of(client, "desk", a) for a in ("champion", "previous", "challenger")] == [
        2,
        1,
        None,
    ]
    assert model_versions.roll_back(client, "desk") == 1
    assert [model_versions.version_of(client, "desk", a) for a in ("champion", "previous")] == [1, 2]

    fetched = model_versions.fetch(client, "desk", 1, tmp_path)
    assert (fetched / "adapter.safetensors").read_bytes() == b"weights"
    with pytest.raises(ValueError, match="no previous"):
        model_versions.roll_back(client, "nothing")


@pytest.mark.parametrize("promoted", [True, False])
def test_a_decision_is_kept_with_its_reasons_and_carried_out(store: str, bundle: Path, tmp_path: Path, promoted: bool):
    with started(store) as run:
        version = model_versions.register(run, bundle)
        before = model_versions.version_of(run.client, "desk")
        decision = Decision(promoted, ("Right on 90.0 %.",), {"difference": 0.1}, "ab" * 32)
        model_versions.apply(run, "desk", version, decision)
    kept = run.client.get_model_version("desk", str(version))
    assert kept.tags["decision"] == ("promoted" if promoted else "kept back")
    assert "- Right on 90.0 %." in kept.description
    assert model_versions.version_of(run.client, "desk") == (version if promoted else before)
    written = json.loads(Path(run.client.download_artifacts(run.id, "decision.json", str(tmp_path))).read_text())
    assert written == decision.as_dict()


def test_a_server_that_is_down_is_a_problem_that_names_no_password():
    with pytest.raises(Problem, match="does not answer at 127.0.0.1:1") as caught:
        tracking.connect("http://somebody:secret@127.0.0.1:1")
    assert "secret" not in str(caught.value)


def test_children_name_their_parent(store: str):
    with started(store) as parent, started(store, parent=parent) as child:
        pass
    assert child.client.get_run(child.id).data.tags["mlflow.parentRunId"] == parent.id
