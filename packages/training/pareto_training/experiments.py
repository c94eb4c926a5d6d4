"""One training run with other options, and one line of JSON about it: for finding out what helps.

    python -m pareto_training.experiments --data banking77.train.jsonl --set epochs=8 average=0.999 --log runs.jsonl

The score is that of the validation part; `--measure holdout` looks at the hold-out once all is decided.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

from .building import build
from .calibration import ece, fit_temperature, softmax
from .evaluation import part_of
from .metrics import macro_f1
from .options import TrainingOptions
from .problem import run_program
from .tickets.data import Columns, read_tickets
from .tickets.prepared import Prepared, prepare
from .training_loop import Rows, train


def experiment(
    prepared: Prepared, options: TrainingOptions, measure: str, folder: Path | None = None
) -> dict[str, object]:
    """Trains and measures: accuracy and macro-F1 by head, calibration error at the temperature of the validation part."""
    began = time.monotonic()
    built = build(prepared, options)
    built_in = time.monotonic() - began
    rows = {
        part: Rows(built.encoding.ids(prepared.texts(part)), prepared.truth(part)) for part in ("train", "validation")
    }
    outcome = None
    if options.method != "frozen":
        outcome = train(
            built.model, rows["train"], options, rows["validation"], folder, lambda line: print(line, file=sys.stderr)
        )
    validation, measured = part_of(built, prepared, "validation"), part_of(built, prepared, measure)
    scores = {}
    for head in prepared.heads:
        logits, y, _ = measured.known(head)
        temperature = fit_temperature(*validation.known(head)[:2])
        scores[head] = {
            "accuracy": round(float(np.mean(logits.argmax(axis=1) == y)), 5),
            "macro_f1": round(macro_f1(y, logits.argmax(axis=1), logits.shape[1]), 5),
            "ece": round(ece(softmax(logits, temperature), y), 5),
            "temperature": round(temperature, 4),
        }
    defaults = TrainingOptions().as_dict()
    return {
        "data": prepared.name,
        "rows": {part: len(members) for part, members in prepared.splits.parts().items()},
        "measured_on": measure,
        "scores": scores,
        "trainable_share": round(built.model.trainable_share(), 5),
        "seconds": {"built": round(built_in, 1), "trained": round(outcome.seconds, 1) if outcome else 0.0},
        "epochs": [{k: round(v, 4) for k, v in entry.items()} for entry in outcome.history] if outcome else [],
        "options": {name: value for name, value in options.as_dict().items() if value != defaults[name]},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--labels", default="", help="columns of the labels, the primary one first")
    parser.add_argument("--set", nargs="*", default=[], metavar="OPTION=VALUE")
    parser.add_argument("--seeds", type=int, nargs="*", default=[], help="of the training; the split has --split-seed")
    parser.add_argument("--split-seed", type=int, default=0)
    parser.add_argument("--validation", type=float, default=0.1)
    parser.add_argument("--holdout", type=float, default=0.1)
    parser.add_argument("--rows", type=int, help="at most this many training tickets")
    parser.add_argument("--measure", choices=["validation", "holdout"], default="validation")
    parser.add_argument("--log", type=Path, help="lines are appended to it")
    arguments = parser.parse_args()
    options = TrainingOptions.parse(arguments.set)
    labels = tuple(name for name in arguments.labels.split(",") if name)
    data = read_tickets(arguments.data, Columns(labels=labels))
    prepared = prepare(data, None, arguments.validation, arguments.holdout, arguments.split_seed, most=arguments.rows)
    for seed in arguments.seeds or [options.seed]:
        line = json.dumps(experiment(prepared, TrainingOptions.parse([f"seed={seed}"], options), arguments.measure))
        print(line, flush=True)
        if arguments.log:
            with arguments.log.open("a") as log:
                log.write(line + "\n")
    return 0


if __name__ == "__main__":
    run_program(main)
