"""Stage 2: trains one method on the prepared parts; Ctrl-C keeps the last epoch.

python scripts/train.py --work .data/training/desk --method lora --set epochs=10 average=0.99
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pareto_training.options import TrainingOptions
from pareto_training.problem import Interrupted, run_program
from pareto_training.stages import learn
from pareto_training.tickets.prepared import Prepared


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--method", choices=["lora", "qlora", "full"], default="lora")
    parser.add_argument("--base", type=Path)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--set", nargs="*", default=[], metavar="OPTION=VALUE")
    plan = parser.parse_args()
    options = TrainingOptions.parse([*plan.set, f"method={plan.method}"])
    folder = plan.work / plan.method
    learned = learn(Prepared.load(plan.work / "data"), options, folder, plan.base, plan.device)
    if learned.outcome.interrupted:
        raise Interrupted("stopped by Ctrl-C", f"the last checkpoint is kept in {folder}")
    print(f"{folder}: {learned.trainable_share:.2%} of the parameters trained in {learned.seconds:.0f} s")
    return 0


run_program(main)
