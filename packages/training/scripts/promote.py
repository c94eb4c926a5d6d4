"""Stage 5: whether a version replaces the champion, on the hold-out of the prepared data, and why.

python scripts/promote.py --work .data/training/desk --name desk
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pareto_training import registry
from pareto_training.gate import gate
from pareto_training.problem import Problem, run_program
from pareto_training.tickets.prepared import Prepared


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", type=int, help="by default the newest")
    parser.add_argument("--registry", type=Path, default=registry.DEFAULT)
    plan = parser.parse_args()
    there = registry.versions(plan.registry, plan.name)
    version = plan.version or (there[-1] if there else 0)
    if version not in there:
        raise Problem(f"{plan.registry} has no version {version or ''} of {plan.name}", "run scripts/export.py first")
    prepared = Prepared.load(plan.work / "data")
    decision = gate(plan.registry, plan.name, prepared, version)
    print(decision)
    if decision.promote:
        registry.promote(plan.registry, plan.name, version)
    return 0


run_program(main)
