"""Stage 4: a trained adapter as the next version of a bundle.

python scripts/export.py --work .data/training/desk --name desk --licence MIT
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pareto_training import registry
from pareto_training.building import ROOT
from pareto_training.decision import fit_cascade
from pareto_training.problem import run_program
from pareto_training.provenance import commit
from pareto_training.release import UNKNOWN_LICENCE, About, release
from pareto_training.stages import baseline, judge_with_words, load_learned
from pareto_training.tickets.foreign import read_foreign
from pareto_training.tickets.prepared import Prepared


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--title", default="")
    parser.add_argument("--licence", default=UNKNOWN_LICENCE)
    parser.add_argument("--attribution", default="")
    parser.add_argument("--out-of-scope", type=Path, help="texts that no label fits, to choose how they are recognised")
    parser.add_argument("--registry", type=Path, default=registry.DEFAULT)
    plan = parser.parse_args()
    prepared = Prepared.load(plan.work / "data")
    learned = load_learned(prepared, plan.work / "lora")
    tfidf, _ = baseline(prepared)
    judged = judge_with_words(
        prepared, learned, tfidf, read_foreign(plan.out_of_scope).texts if plan.out_of_scope else ()
    )
    about = About(plan.name, plan.title or plan.name, plan.licence, plan.attribution)
    cascade, _ = fit_cascade(tfidf.logits(prepared.texts("validation")), prepared.truth("validation"))
    run = {"id": "by-hand", "experiment": "tickets"}
    print(release(plan.registry, about, prepared, learned.built, learned.options, judged.decisions, judged.evaluation,
                  tfidf, cascade, run, commit(ROOT)[0]))  # fmt: skip
    return 0


run_program(main)
