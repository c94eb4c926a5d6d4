"""Runs a run again, with its arguments on the same bytes, and compares what came out.

    python scripts/repro.py <run> [--tolerance 0.01]

The tolerance is on the scale of a figure: absolute up to 1, relative above. On one thread and one machine figures are
equal; threads and other processors change the order of sums, and with it the last digits that training then spreads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mlflow import MlflowClient
from mlflow.entities import Run as MlflowRun

from .problem import Problem
from .provenance import commit, environment, sha256_of
from .tracking import REPRODUCES, ROOT, store_uri

TRAINING = ROOT / "packages" / "training"
TOLERANCE = 0.01


@dataclass(frozen=True)
class Difference:
    """A figure then and now; None where one of the runs lacks it."""

    name: str
    then: float | None
    now: float | None

    def within(self, tolerance: float) -> bool:
        if self.then is None or self.now is None:
            return False
        if self.then != self.then or self.now != self.now:  # NaN, which equals nothing.
            return self.then != self.then and self.now != self.now
        return abs(self.now - self.then) <= tolerance * max(1.0, abs(self.then))


@dataclass(frozen=True)
class Comparison:
    """The two runs, every figure of both, what differs around them, and whether all figures are within the tolerance."""

    run: str
    again: str
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]
    tolerance: float

    @property
    def passed(self) -> bool:
        return bool(self.differences) and all(d.within(self.tolerance) for d in self.differences)

    def __str__(self) -> str:
        beyond = [d for d in self.differences if not d.within(self.tolerance)]
        lines = [f"{self.run} again as {self.again}", *(f"note: {note}" for note in self.notes)]
        lines += [f"✗ {d.name}: {shown(d.then)} then, {shown(d.now)} now" for d in beyond]
        equal = sum(d.then == d.now for d in self.differences)
        lines.append(
            f"{len(self.differences) - len(beyond)} of {len(self.differences)} figures within {self.tolerance:g}, "
            f"{equal} equal"
        )
        return "\n".join(lines)


def reproduce(client: MlflowClient, run: str, tolerance: float = TOLERANCE) -> Comparison:
    """Runs the recipe of a run again, in a process of its own, and compares the figures of both.

    `run` is an id or the beginning of one. Raises Problem when there is no such run, it did not finish, its data are
    gone or changed, or the recipe fails.
    """
    first = find(client, run)
    check_data(first)
    again = run_again(client, first)
    if hashes(first) != hashes(again):
        raise Problem("the recipe read other data than then", "figures of other data cannot be compared")
    then, now = figures_of(client, first), figures_of(client, again)
    return Comparison(first.info.run_id, again.info.run_id, compare(then, now), notes_on(first), tolerance)


def find(client: MlflowClient, run: str) -> MlflowRun:
    """The finished run whose id begins like this."""
    if len(run) < 6:
        raise Problem(f'"{run}" is too short for the id of a run', "give at least its first six characters")
    experiments = [experiment.experiment_id for experiment in client.search_experiments()]
    page, matching = None, []
    while page is None or page.token:
        page = client.search_runs(experiments, max_results=1_000, page_token=page.token if page else None)
        matching += [found for found in page if found.info.run_id.startswith(run)]
    if len(matching) != 1:
        raise Problem(f'{len(matching)} runs begin with "{run}"', "npm run mlflow shows the runs that there are")
    (found,) = matching
    if found.info.status != "FINISHED":
        raise Problem(f"run {found.info.run_id} is {found.info.status.lower()}", "only finished runs can be compared")
    if "mlflow.parentRunId" in found.data.tags:
        parent = found.data.tags["mlflow.parentRunId"]
        raise Problem(f"run {found.info.run_id} is a part of {parent}", f"reproduce {parent} instead")
    return found


def check_data(run: MlflowRun) -> None:
    """Raises Problem unless every file that the run read has the bytes that it had."""
    for key, where in run.data.tags.items():
        if not (key.startswith("data.") and key.endswith(".path")):
            continue
        if not Path(where).is_file():
            raise Problem(f"{where} is gone", "put the data back where they were")
        if sha256_of(Path(where)) != run.data.params[f"{key.removesuffix('.path')}.sha256"]:
            raise Problem(f"{where} has changed since", "figures of other data cannot be compared")


def run_again(client: MlflowClient, first: MlflowRun) -> MlflowRun:
    tags = first.data.tags
    recipe = TRAINING / tags["recipe"]
    if not recipe.is_file():
        raise Problem(f"there is no {tags['recipe']} here", f"check out commit {tags['mlflow.source.git.commit'][:7]}")
    arguments = tags["arguments"].split("\n") if tags["arguments"] else []
    folder = tags["folder"] if Path(tags["folder"]).is_dir() else str(ROOT)
    env = {**os.environ, REPRODUCES: first.info.run_id, "MLFLOW_TRACKING_URI": client.tracking_uri or store_uri()}
    done = subprocess.run([sys.executable, str(recipe), *arguments], env=env, cwd=folder, check=False)
    if done.returncode != 0:
        raise Problem(f"{tags['recipe']} ended with {done.returncode}", "its last lines say why")
    name = tags["mlflow.runName"]
    found = client.search_runs(
        [first.info.experiment_id],
        f"tags.reproduces = '{first.info.run_id}' and attributes.status = 'FINISHED'",
        order_by=["attributes.start_time DESC"],
    )
    again = next((run for run in found if run.data.tags["mlflow.runName"] == name), None)
    if again is None:
        raise Problem(f'{tags["recipe"]} made no run "{name}"', "the recipe has changed since")
    return again


def hashes(run: MlflowRun) -> dict[str, str]:
    """The SHA-256 of each part of the data, also of those that are no file."""
    return {k: v for k, v in run.data.params.items() if k.startswith("data.") and k.endswith(".sha256")}


def figures_of(client: MlflowClient, run: MlflowRun) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = client.download_artifacts(run.info.run_id, "figures.json", folder)
        return json.loads(Path(path).read_text())


def compare(then: Mapping[str, float], now: Mapping[str, float]) -> tuple[Difference, ...]:
    """Every figure of either run, in the order of the first."""
    return tuple(Difference(name, then.get(name), now.get(name)) for name in dict.fromkeys([*then, *now]))


def notes_on(run: MlflowRun) -> tuple[str, ...]:
    """What is no longer as it was, which may explain a difference."""
    found = []
    head, dirty = commit(ROOT)
    if (was := run.data.tags["mlflow.source.git.commit"]) != head:
        found.append(f"the run was made at commit {was[:7]}, this is {head[:7]}")
    if dirty or run.data.tags["dirty"] == "true":
        found.append("files that are not committed took part")
    for key, now in environment().items():
        if (then := run.data.params.get(f"environment.{key}", now)) != now:
            found.append(f"{key} was {then}, and is {now}")
    return tuple(found)


def shown(value: float | None) -> str:
    return "missing" if value is None else f"{value:.4f}"
