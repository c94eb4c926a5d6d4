"""Stage 1: a file of tickets to three parts and a data card.

python scripts/prepare.py --data tickets.csv --work .data/training/desk
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pareto_training.problem import run_program
from pareto_training.tickets.data import Columns, read_tickets
from pareto_training.tickets.prepared import prepare


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--labels", default="")
    parser.add_argument("--encoding", default="utf-8-sig")
    parser.add_argument("--seed", type=int, default=0)
    plan = parser.parse_args()
    columns = Columns(labels=tuple(name for name in plan.labels.split(",") if name))
    prepared = prepare(read_tickets(plan.data, columns, plan.encoding), seed=plan.seed)
    prepared.save(plan.work / "data")
    print(prepared.card())
    return 0


run_program(main)
