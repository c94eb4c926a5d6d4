"""Stage 3: what a trained method is worth on the hold-out, as JSON; of lora, what it is worth as it is released.

python scripts/evaluate.py --work .data/training/desk --method lora
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import json

from pareto_training.problem import run_program
from pareto_training.stages import baseline, judge, judge_with_words, load_learned
from pareto_training.tickets.prepared import Prepared


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--method", default="lora")
    plan = parser.parse_args()
    prepared = Prepared.load(plan.work / "data")
    learned = load_learned(prepared, plan.work / plan.method)
    judged = (
        judge_with_words(prepared, learned, baseline(prepared)[0])
        if plan.method == "lora"
        else judge(prepared, learned)
    )
    (plan.work / plan.method / "evaluation.json").write_text(json.dumps(judged.evaluation.figures, indent=1) + "\n")
    print(json.dumps(judged.evaluation.measured(), indent=1))
    return 0


run_program(main)
