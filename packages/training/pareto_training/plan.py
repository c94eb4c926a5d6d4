"""The command line of the tickets recipe."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from . import registry
from .building import ROOT
from .problem import Problem
from .scales import SCALES
from .tracking import REPRODUCES

FEEDBACK = ROOT / ".data/ticket-classifier/feedback.jsonl"
BUNDLED = ROOT / "packages/training/data/support-desk.jsonl"
BUNDLED_FOREIGN = BUNDLED.with_name("out-of-scope.jsonl")


def arguments(description: str | None) -> argparse.Namespace:
    """What the command line asks of the tickets recipe, with what follows from it."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", choices=sorted(SCALES), default="cpu")
    parser.add_argument("--data", type=Path, default=BUNDLED, help="a .csv or .jsonl file of tickets")
    parser.add_argument("--name", default="", help="of the bundle; by default the file's")
    parser.add_argument("--title", default="")
    parser.add_argument("--licence", default="not stated", help="of the data")
    parser.add_argument("--attribution", default="")
    parser.add_argument("--text", default="", help="column of the text")
    parser.add_argument("--subject", default="", help="column of the subject")
    parser.add_argument("--labels", default="", help="columns of the labels, separated by commas, the main one first")
    parser.add_argument("--encoding", default="utf-8-sig")
    parser.add_argument(
        "--with-feedback", type=Path, nargs="?", const=FEEDBACK, help="corrected tickets that join the training part"
    )
    parser.add_argument(
        "--out-of-scope",
        type=Path,
        help="texts that no label fits, to choose how they are recognised; bundled tickets have some",
    )
    parser.add_argument(
        "--folds",
        type=int,
        default=0,
        help="fit decisions on so many folds instead of the validation part: as many trainings more",
    )
    parser.add_argument("--rows", type=int, help="at most this many training tickets")
    parser.add_argument("--validation", type=float, default=0.1)
    parser.add_argument("--holdout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=0, help="of the split")
    parser.add_argument("--shots", type=int, help="at most this many training tickets of each label")
    parser.add_argument(
        "--methods", default="", help="frozen, lora, qlora, full, setfit, fasttext, separated by commas"
    )
    parser.add_argument(
        "--set",
        nargs="*",
        default=[],
        metavar="OPTION=VALUE",
        help="training options; lora.epochs=20 is one method's own",
    )
    parser.add_argument("--base", type=Path, help="folder of the base model, for qlora")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--registry", type=Path, default=registry.DEFAULT)
    parser.add_argument("--work", type=Path, help="folder for checkpoints and the report")
    plan = parser.parse_args()
    plan.name = bundle_name(plan.name or plan.data.stem)
    if plan.folds == 1:
        raise Problem("--folds is 1", "two are the fewest; 0 uses the validation part")
    if plan.data == BUNDLED and plan.out_of_scope is None:
        plan.out_of_scope = BUNDLED_FOREIGN
    plan.work = plan.work or ROOT / ".data/training" / plan.name
    if os.environ.get(REPRODUCES):
        # A run that is run again for comparison touches nothing of the first, nor what services load.
        plan.work = plan.work / "reproduced"
        plan.registry = plan.work / "registry"
    return plan


def bundle_name(text: str) -> str:
    """As manifests allow it: lower-case letters, digits and dashes."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text.lower())
    return kept.strip("-")[:63] or "tickets"
