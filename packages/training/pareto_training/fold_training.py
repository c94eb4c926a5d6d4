"""A model for each fold, kept so that folds which ended are not trained again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from .cross_fitting import Spoken, fold_parts, speak
from .options import TrainingOptions
from .problem import Interrupted
from .stages import Learned, learn, load_learned
from .tfidf import TfidfClassifier
from .tickets.prepared import Prepared

LEARNT = "learnt.sha256"


def train_folds(
    prepared: Prepared,
    options: TrainingOptions,
    count: int,
    folder: Path,
    foreign: Sequence[str] = (),
    say: Callable[[str], None] = print,
) -> list[Spoken]:
    """Trains a model for each fold in `folder/<fold>`, and gives what it says of the tickets that it was not given.

    One whose training has ended there, on the same tickets with the same options, is not trained again. Raises Interrupted
    after Ctrl-C.
    """
    found = []
    for number, part in enumerate(fold_parts(prepared, count), start=1):
        say(f"fold {number} of {count}:")
        learned = trained(part, options, folder / str(number), say)
        words = TfidfClassifier.fit(part.texts("train"), part.truth("train"), part.classes)
        found.append(speak(part, learned.built, words, foreign))
    return found


def trained(prepared: Prepared, options: TrainingOptions, folder: Path, say: Callable[[str], None]) -> Learned:
    stamp = folder / LEARNT
    if stamp.is_file() and stamp.read_text() == prepared.sha256_of("train"):
        before = load_learned(prepared, folder)
        # On how many threads it was trained changes nothing but the last digits.
        if replace(before.options, threads=options.threads) == options:
            return before
    stamp.unlink(missing_ok=True)
    learned = learn(prepared, options, folder, say=say)
    if learned.outcome.interrupted:
        raise Interrupted("stopped by Ctrl-C", f"folds that ended are kept in {folder.parent}")
    stamp.write_text(prepared.sha256_of("train"))
    return learned
