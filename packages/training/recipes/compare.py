"""Our classifiers beside scikit-learn, fastText and SetFit on public sets of tickets, as a table in docs/benchmarks.

    npm run train -- compare --data <folder with banking77.train.jsonl, clinc150.*.jsonl, github-issues.train.jsonl>

Each set is a run of recipes/tickets.py with the options below. A set whose run has ended is not trained again, so the
command goes on where it was stopped; --again forgets them. Over an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pareto_training.bootstrap import Interval
from pareto_training.building import ROOT
from pareto_training.problem import Problem, run_program
from pareto_training.report import table

PAGE = ROOT / "docs/benchmarks/tickets-quality"
OUT_OF_SCOPE = ("clinc150.oos_train.jsonl", "clinc150.oos_val.jsonl")
COLUMNS = (
    *("set", "trained on", "model", "accuracy (95 %)", "LoRA on other parts", "macro-F1", "ECE"),
    *("parameters trained", "seconds"),
)


@dataclass(frozen=True)
class Set:
    """A file of tickets with the options of its run, and the accuracy that is aimed at; `elsewhere` is what LoRA came to on
    other parts of the same file (docs/log.md): one hold-out can be lucky."""

    name: str
    file: str
    arguments: tuple[str, ...]
    goal: float
    elsewhere: str
    out_of_scope: bool = False


SETS = (
    Set(
        "banking77",
        "banking77.train.jsonl",
        ("--methods", "fasttext,frozen,lora,full", "--set", "threads=2", "max_tokens=128"),
        0.938,
        "validation 0.930; five folds 0.930 to 0.931",
        True,
    ),
    Set(
        "banking77-10-shots",
        "banking77.train.jsonl",
        ("--shots", "10", "--methods", "fasttext,frozen,lora,setfit", "--set", "threads=2", "max_tokens=128",
         "lora.epochs=30", "lora.contrastive=0.5", "lora.token_dropout=0.2", "lora.dropout=0.2",
         "lora.adapter_dropout=0.2", "lora.head_dropout=0.2"),
        0.85,
        "three other draws 0.840 at best",
    ),
    Set(
        "clinc150",
        "clinc150.train.jsonl",
        ("--methods", "fasttext,frozen,lora", "--set", "threads=2", "max_tokens=64", "lora.epochs=3"),
        0.955,
        "its own validation file 0.972 to 0.976",
        True,
    ),
    Set(
        "github-issues",
        "github-issues.train.jsonl",
        ("--methods", "fasttext,frozen,lora", "--set", "threads=2", "max_tokens=128", "batch_size=16", "lora.epochs=5"),
        0.80,
        "five folds 0.775 at best",
    ),
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--work", type=Path, default=ROOT / ".data/training/compare")
    parser.add_argument("--registry", type=Path, default=ROOT / ".data/training/compare/registry")
    parser.add_argument("--again", action="store_true")
    plan = parser.parse_args()
    missing = [one.file for one in SETS if not (plan.data / one.file).is_file()]
    if missing:
        raise Problem(f"{plan.data} has no {missing[0]}", "name the folder of the sets with --data")
    plan.work.mkdir(parents=True, exist_ok=True)
    foreign = plan.work / "out-of-scope.jsonl"
    foreign.write_text("".join((plan.data / name).read_text() for name in OUT_OF_SCOPE))
    for one in SETS:
        if plan.again:
            shutil.rmtree(plan.work / one.name, ignore_errors=True)
        if not facts_of(plan.work, one).is_file():
            train(one, plan, foreign)
    print(publish([(one, json.loads(facts_of(plan.work, one).read_text())) for one in SETS]))
    return 0


def train(one: Set, plan: argparse.Namespace, foreign: Path) -> None:
    print(f"== {one.name}", flush=True)
    recipe = Path(__file__).with_name("tickets.py")
    given = ["--name", one.name, "--data", plan.data / one.file, "--work", plan.work / one.name]
    given += ["--registry", plan.registry, *(["--out-of-scope", foreign] if one.out_of_scope else [])]
    done = subprocess.run([sys.executable, str(recipe), *map(str, given), *one.arguments])
    if done.returncode != 0:
        raise Problem(f"the run of {one.name} ended with {done.returncode}", "its last lines say why")


def facts_of(work: Path, one: Set) -> Path:
    return work / one.name / "report/models.json"


def publish(found: list[tuple[Set, dict]], remarks: Sequence[str] = ()) -> Path:
    """Writes the page and its figures, with remarks on how this one came about, and gives the path of the former."""
    rows, notes = [], []
    for one, facts in found:
        sizes = {entry["split"]: entry["rows"] for entry in facts["data"]}
        for model in facts["models"]:
            share = model["trainable"]
            rows.append((
                f"{one.name}, {sizes['holdout']:,} held out",
                f"{sizes['train']:,}",
                f"**{model['name']}**" if model["chosen"] else model["name"],
                str(Interval(**model["accuracy"])),
                one.elsewhere if model["name"].startswith("lora") and model["chosen"] else "",
                f"{model['macro_f1']['value']:.3f}",
                f"{model['ece']:.3f}",
                "" if share is None else f"{100 * share:.1f} %",
                f"{model['seconds']:,.0f}",
            ))  # fmt: skip
        best = next(model for model in facts["models"] if model["chosen"])
        notes.append(
            f"{one.name}: {best['accuracy']['value']:.3f}, goal {one.goal}; {one.elsewhere}." + scope_of(one, facts)
        )
    report = {
        "title": "Ticket classifiers beside others",
        "notes": [
            "One split of each training file, made before anything was trained: eight tenths to learn from, one tenth for "
            "temperatures, thresholds and the gain of words, one tenth held out for these figures.",
            "The hold-outs of Banking77, of ten shots and of GitHub's issues flatter: folds and validation, on which options were "
            "chosen, give less. What to expect of new texts lies nearer to those.",
            *notes,
            "SetFit gets 5 pairs of each kind for a text where its default is 20, so that it takes minutes. One draw of ten shots. "
            "Seconds are of the whole training, and grow with what else the machine does.",
            *remarks,
        ],
        "columns": COLUMNS,
        "rows": rows,
        "command": "npm run train -- compare",
        "commit": sorted({facts["identity"]["commit"][:7] for _, facts in found}),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "data": [facts for _, facts in found],
    }
    PAGE.with_suffix(".json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    lines = [f"# {report['title']}", "", table(COLUMNS, rows), "", *(f"- {note}" for note in report["notes"])]
    where = f"- `{report['command']}` at {', '.join(report['commit'])}, {report['date']}, {report['machine']}."
    PAGE.with_suffix(".md").write_text("\n".join([*lines, where, ""]))
    return PAGE.with_suffix(".md")


def scope_of(one: Set, facts: dict) -> str:
    scope = next(iter(facts["scope"].values()))
    if not one.out_of_scope or not scope:
        return ""
    return (
        f" Questions of CLINC150 that no label fits: AUROC {scope['auroc']:.3f}, {100 * scope['recall']:.0f} % recognised "
        "while 95 % of the others are kept; half of them chose the score, the other half measured it."
    )


if __name__ == "__main__":
    run_program(main)
