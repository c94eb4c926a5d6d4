"""Recipes and scripts as a user runs them: processes of their own, on one thread, with a store for their runs."""

from __future__ import annotations

import os
import subprocess
import sys

from pareto_training.tracking import ROOT

TRAINING = ROOT / "packages" / "training"


def start(store: str, script: str, *arguments: str) -> subprocess.Popen[str]:
    env = {**os.environ, "MLFLOW_TRACKING_URI": store, "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, str(TRAINING / script), *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(store: str, script: str, *arguments: str, code: int = 0) -> tuple[str, str]:
    """What it said on both channels. Fails unless it ended with `code`."""
    with start(store, script, *arguments) as program:
        said, complained = program.communicate()
    assert program.returncode == code, said[-2_000:] + complained[-2_000:]
    return said, complained
