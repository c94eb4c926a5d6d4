"""Runs a run of MLflow again and compares its figures; exit code 1 when one is beyond the tolerance."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pareto_training.problem import run_program
from pareto_training.reproduce import TOLERANCE, reproduce
from pareto_training.tracking import connect


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", help="id of the run, or at least its first six characters")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE, help="absolute up to 1, relative above")
    given = parser.parse_args()
    comparison = reproduce(connect(), given.run, given.tolerance)
    print(comparison)
    return 0 if comparison.passed else 1


if __name__ == "__main__":
    run_program(main)
