from pathlib import Path

import pytest

from pareto_training.problem import Problem
from pareto_training.reproduce import Comparison, Difference, check_data, compare, find, run_again
from pareto_training.tracking import Run


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('mlflow') / 'mlflow.db'}"


def test_figures_are_compared_on_their_scale_and_missing_ones_count():
    found = compare(
        {"accuracy": 0.9, "nll": 0.31, "size": 200.0, "gone": 1.0}, {"accuracy": 0.905, "nll": 0.33, "size": 201}
    )
    assert [d.within(0.01) for d in found] == [True, False, True, False]
    assert not Comparison("a", "b", found, (), 0.01).passed
    assert Comparison("a", "b", found[:1], (), 0.01).passed
    assert not Comparison("a", "b", (), (), 0.01).passed
    assert "✗ gone: 1.0000 then, missing now" in str(Comparison("a", "b", found, (), 0.01))
    assert Difference("x", float("nan"), float("nan")).within(0.01)
    assert not Difference("x", 0.5, float("nan")).within(0.01)


def test_changed_and_lost_data_stop_a_reproduction(store: str, tmp_path: Path):
    tickets = tmp_path / "tickets.csv"
    tickets.write_text("text,label\n")
    with Run("tickets", "with data", "recipes/none.py", uri=store) as run:
        run.data("my tickets (2)", tickets, rows=1, split="train")
    found = find(run.client, run.id[:8])
    check_data(found)
    tickets.write_text("text,label\nanother,one\n")
    with pytest.raises(Problem, match="has changed since"):
        check_data(found)
    tickets.unlink()
    with pytest.raises(Problem, match="is gone"):
        check_data(found)
    with pytest.raises(Problem, match=r"no recipes/none.py here"):
        run_again(run.client, found)


def test_runs_that_cannot_be_compared_are_refused(store: str):
    with pytest.raises(KeyError), Run("tickets", "failing", "recipes/none.py", uri=store) as failed:
        raise KeyError
    with (
        Run("tickets", "parent", "recipes/none.py", uri=store) as parent,
        Run("tickets", "child", "recipes/none.py", parent=parent, uri=store) as child,
    ):
        pass
    for run, why in (("abc", "too short"), ("zzzzzzzz", "0 runs"), (failed.id, "failed"), (child.id, "is a part of")):
        with pytest.raises(Problem, match=why):
            find(parent.client, run)
