"""Fits a bundle's decisions anew under the same weights, on folds and foreign texts, as its next version.

python scripts/refit.py --bundle packages/model-registry/bundles/support-desk/3 --work .data/training/support-desk \\
    --out-of-scope packages/training/data/out-of-scope.jsonl --folds 3 --set max_tokens=192

`--work` holds the data as `prepare.py` split them for the bundle. `--unseen` names further files of foreign texts, which are
only reported on.
"""

import argparse
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from pareto_training import model_versions, out_of_scope, registry
from pareto_training.building import MODEL_ID, models_folder
from pareto_training.bundle import read_manifest
from pareto_training.cross_fitting import out_of_fold, speak
from pareto_training.deciding import fit_decisions
from pareto_training.decision import fit_cascade
from pareto_training.evaluation import evaluate
from pareto_training.fold_training import train_folds
from pareto_training.gate import frozen_holdout
from pareto_training.problem import Problem, run_program
from pareto_training.refit import check_split, refitted_card, write_refitted
from pareto_training.refit_gate import decide_refit
from pareto_training.scales import options_of
from pareto_training.serving import Answered, answers
from pareto_training.stages import blended_holdout
from pareto_training.tickets.data import read_tickets
from pareto_training.tickets.foreign import read_foreign
from pareto_training.tickets.prepared import Prepared
from pareto_training.tracking import REPRODUCES, Run


def main() -> int:
    plan = arguments()
    base = models_folder() / MODEL_ID
    before, prepared = registry.load(plan.bundle, base), Prepared.load(plan.work / "data")
    check_split(before.manifest, prepared)
    if before.tfidf is None:
        raise Problem(f"{plan.bundle} has no TF-IDF model", "only bundles that the tickets recipe made are refitted")
    foreign = read_foreign(plan.out_of_scope)
    options = options_of(plan.scale, ("lora",), plan.set)["lora"]
    with Run("tickets", f"{before.manifest.name} refit", "scripts/refit.py", sys.argv[1:]) as run:
        run.params({"folds": plan.folds, "bundle": f"{before.manifest.name}/{before.manifest.version}"})
        for part, tickets in prepared.splits.parts().items():
            run.data(prepared.name, prepared.sha256_of(part), len(tickets), part)
        entry = run.data(foreign.name, foreign.sha256, len(foreign.texts), "out of scope")

        # What models say of tickets that they were not given; then the decisions, and what they are worth.
        folds = train_folds(prepared, options, plan.folds, plan.work / "folds", foreign.texts)
        gains = {head.name: head.tfidf_gain for head in before.manifest.heads}
        spoken = speak(prepared, before.built, before.tfidf, foreign.texts)
        decisions = fit_decisions(spoken, folds, gains)
        left_out, words = out_of_fold(folds)
        cascade, _ = fit_cascade(words, left_out.truth)
        evaluation = evaluate(prepared, blended_holdout(prepared, before.built, before.tfidf, gains), decisions)
        card = refitted_card(before.manifest, prepared, options, decisions, evaluation, foreign, plan.folds, plan.note)
        made = write_refitted(
            plan.bundle, before, prepared, decisions, cascade, evaluation, entry,
            {"id": run.id, "experiment": "tickets"}, run.commit, card, plan.registry,
        )  # fmt: skip

        # As services answer, in int8.
        sets = {"holdout": prepared.texts("holdout"), "foreign": foreign.measuring}
        sets |= {path.stem: [t.text for t in read_tickets(path, fewest=0, lone=True).tickets] for path in plan.unseen}
        said = {name: [answers(folder, base, texts) for folder in (plan.bundle, made)] for name, texts in sets.items()}
        holdout = frozen_holdout(prepared)
        decision = decide_refit(*said["holdout"], holdout.truth, prepared.heads, tuple(said["foreign"]), holdout.sha256)
        table = {name: [one[prepared.primary].rates() for one in pair] for name, pair in said.items()}
        inside = scored(said["holdout"][1][prepared.primary])
        for name in table:
            outside = scored(said[name][1][prepared.primary])
            if name != "holdout" and len(inside) and len(outside):
                table[name].append({"auroc": out_of_scope.auroc(inside, outside).as_dict()})
        run.figures({"scope": {name: {"before": row[0], "after": row[1]} for name, row in table.items()}})
        version = model_versions.register(run, made)
        if version is not None:  # None in a reproduction
            model_versions.apply(run, before.manifest.name, version, decision)
        found = {
            "decision": decision.as_dict(),
            "texts": {name: len(texts) for name, texts in sets.items()},
            "rates": table,
        }
        (plan.work / "refit.json").write_text(json.dumps(found, indent=1) + "\n")
    if decision.promote:
        registry.promote(plan.registry, before.manifest.name, read_manifest(made).version)
    print(f"{made}\n{decision}\n{json.dumps(table, indent=1)}")
    return 0


def scored(said: Answered) -> np.ndarray:
    """Scope scores [n] of the texts that TF-IDF did not answer alone, which gives none."""
    return said.score[~np.isnan(said.score)]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, required=True, help="folder of the version whose weights stay")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out-of-scope", type=Path, required=True)
    parser.add_argument("--unseen", type=Path, nargs="*", default=[], help="files of foreign texts to report on")
    parser.add_argument("--note", nargs="*", default=[], help="further sentences for the model card")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--scale", choices=["tiny", "cpu"], default="cpu", help="options with which folds are trained")
    parser.add_argument("--set", nargs="*", default=[], metavar="OPTION=VALUE")
    parser.add_argument("--registry", type=Path, default=registry.DEFAULT)
    plan = parser.parse_args()
    if os.environ.get(REPRODUCES):
        # As in the recipe: a run that is run again for comparison changes nothing that services load.
        plan.registry = plan.work / "reproduced/registry"
    return plan


run_program(main)
