"""Stage 6: the trained methods of a work folder as a report, Markdown with figures.

python scripts/report.py --work .data/training/desk --title "Our desk"
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pareto_training.problem import run_program
from pareto_training.report import Report, write
from pareto_training.report_parts import compared, head_of_report
from pareto_training.stages import baseline, judge, judge_with_words, load_learned, majority
from pareto_training.tickets.prepared import Prepared


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--title", default="")
    plan = parser.parse_args()
    prepared = Prepared.load(plan.work / "data")
    tfidf, simple = baseline(prepared)
    models = [majority(prepared), simple]
    for method in ("full", "lora"):
        if (plan.work / method / "training.json").is_file():
            learned = load_learned(prepared, plan.work / method)
            models.append(judge(prepared, learned))
            if method == "lora":
                models.append(judge_with_words(prepared, learned, tfidf))
    best, others = models[-1], models[1:-1]
    report = Report(
        plan.title or prepared.name,
        [
            {"name": prepared.name, "split": part, "rows": len(tickets), "sha256": prepared.sha256_of(part)}
            for part, tickets in prepared.splits.parts().items()
        ],
        [compared(one, prepared.heads, one is best) for one in models],
        [head_of_report(prepared, head, best, others) for head in prepared.heads],
        notes=prepared.notes,
    )
    print(write(plan.work / "report", report))
    return 0


run_program(main)
