"""The stages of a training run, as the recipes and the scripts call them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from . import blending, controls, decision, training_loop
from .bootstrap import Interval
from .building import MODEL_ID, Built, build, models_folder
from .calibration import softmax
from .cross_fitting import Spoken, speak
from .deciding import fit_decisions
from .decision import Decisions
from .evaluation import Evaluation, evaluate, part_of
from .options import TrainingOptions
from .peers import PEERS
from .problem import Problem
from .promotion import Predictions
from .report import Control
from .rows import Rows
from .tfidf import TfidfClassifier
from .tickets.prepared import Prepared
from .training_loop import Outcome

#: The method that is released: the adapter and TF-IDF together.
RELEASED = "lora + tf-idf"


@dataclass(frozen=True)
class Learned:
    """A trained model of one method and how its training went; `built` is None for TF-IDF."""

    method: str
    options: TrainingOptions
    built: Built | None
    outcome: Outcome
    seconds: float
    trainable_share: float | None = None


@dataclass(frozen=True)
class Judged:
    """What it says about the hold-out, what it decides with, and what that is worth."""

    learned: Learned
    holdout: Rows
    decisions: dict[str, Decisions]
    evaluation: Evaluation = field(repr=False)

    def accuracy(self, head: str) -> Interval:
        return Interval(**self.evaluation.figures[head]["accuracy"])

    def predictions(self, prepared: Prepared) -> dict[str, Predictions]:
        return {
            head: Predictions.of(softmax(self.holdout.logits[head], self.decisions[head].temperature), labels)
            for head, labels in prepared.heads.items()
        }


def learn(
    prepared: Prepared,
    options: TrainingOptions,
    folder: Path | None = None,
    base: Path | None = None,
    device: str = "cpu",
    say: Callable[[str], None] = print,
) -> Learned:
    """Trains one method. After each epoch `folder` has a checkpoint; the frozen encoder needs no epochs."""
    began = time.monotonic()
    built = build(prepared, options, base, device)
    if options.method == "frozen":
        for head in built.model.heads.values():
            head.requires_grad_(True)
        return Learned("frozen", options, built, Outcome(), time.monotonic() - began, built.model.trainable_share())
    rows = {
        part: training_loop.Rows(built.encoding.ids(prepared.texts(part)), prepared.truth(part))
        for part in ("train", "validation")
    }
    outcome = training_loop.train(built.model, rows["train"], options, rows["validation"], folder, say)
    share = built.model.trainable_share()
    return Learned(options.method, options, built, outcome, time.monotonic() - began, share)


def load_learned(prepared: Prepared, folder: Path, base: Path | None = None) -> Learned:
    """What a training left in its folder. Raises Problem when there is no checkpoint."""
    if not (folder / "training.json").is_file():
        raise Problem(f"no checkpoint in {folder}", "run scripts/train.py first")
    facts = json.loads((folder / "training.json").read_text())
    options = TrainingOptions(**{**facts["options"], "targets": tuple(facts["options"]["targets"])})
    built = build(prepared, replace(options, head_start="random"), base)
    training_loop.load_checkpoint(built.model, folder)
    built.model.eval()
    outcome = Outcome(**facts["outcome"])
    return Learned(options.method, options, built, outcome, outcome.seconds, built.model.trainable_share())


def judge(prepared: Prepared, learned: Learned) -> Judged:
    """Fits decisions on the validation part and measures on the hold-out."""
    validation, holdout = (part_of(learned.built, prepared, part) for part in ("validation", "holdout"))
    fitted = {head: decision.fit(head, validation) for head in prepared.heads}
    return Judged(learned, holdout, fitted, evaluate(prepared, holdout, fitted))


def judge_with_words(
    prepared: Prepared,
    learned: Learned,
    words: TfidfClassifier,
    foreign: Sequence[str] = (),
    folds: Sequence[Spoken] = (),
) -> Judged:
    """The same of the adapted encoder and TF-IDF together, with what tells tickets apart that no label fits, such as
    `foreign`: this is what is released. With `folds`, decisions are fitted on what their models say."""
    fitted = fit_decisions(speak(prepared, learned.built, words, foreign), folds)
    gains = {head: found.tfidf_gain for head, found in fitted.items()}
    holdout = blended_holdout(prepared, learned.built, words, gains)
    return Judged(replace(learned, method=RELEASED), holdout, fitted, evaluate(prepared, holdout, fitted))


def blended_holdout(prepared: Prepared, built: Built, words: TfidfClassifier, gains: Mapping[str, float]) -> Rows:
    """What the encoder and the words together say of the hold-out."""
    return blending.blend(part_of(built, prepared, "holdout"), words.logits(prepared.texts("holdout")), gains)


def baseline(prepared: Prepared) -> tuple[TfidfClassifier, Judged]:
    """TF-IDF with logistic regression, which is also the cascade's first stage."""
    began = time.monotonic()
    model = TfidfClassifier.fit(prepared.texts("train"), prepared.truth("train"), prepared.classes)
    return model, judge_scores("tf-idf", prepared, model.logits, time.monotonic() - began)


def majority(prepared: Prepared) -> Judged:
    """The bar below all bars: each text gets the shares of the labels in the training part."""
    shares = {}
    for head, y in prepared.truth("train").items():
        counts = np.bincount(y[y >= 0], minlength=prepared.classes[head])
        shares[head] = np.log(np.maximum(counts, 0.5) / counts.sum())

    def scores(texts: Sequence[str]) -> dict[str, np.ndarray]:
        return {head: np.tile(logits, (len(texts), 1)) for head, logits in shares.items()}

    return judge_scores("majority", prepared, scores, 0.0)


def peer(name: str, prepared: Prepared, options: TrainingOptions) -> Judged:
    """Another library's method, trained and measured. Raises Problem for one that is not installed, and for tickets with
    several targets."""
    began = time.monotonic()
    score = PEERS[name](prepared, options, models_folder() / MODEL_ID)
    seconds = time.monotonic() - began
    return judge_scores(name, prepared, lambda texts: {prepared.primary: score(texts)}, seconds)


def judge_scores(
    method: str, prepared: Prepared, logits: Callable[[Sequence[str]], dict[str, np.ndarray]], seconds: float
) -> Judged:
    """`judge` for what has no vectors: `logits` gives [texts, labels] by head."""
    rows = {
        part: Rows(logits(prepared.texts(part)), prepared.truth(part), np.zeros((len(prepared.part(part)), 1)))
        for part in ("validation", "holdout")
    }
    fitted = {head: decision.fit(head, rows["validation"]) for head in prepared.heads}
    learned = Learned(method, TrainingOptions(), None, Outcome(), seconds)
    return Judged(learned, rows["holdout"], fitted, evaluate(prepared, rows["holdout"], fitted))


def check_controls(prepared: Prepared, options: TrainingOptions) -> list[Control]:
    """Shuffled labels must not be learned, by words or by the encoder; one batch must be."""
    head = prepared.primary
    frequent = controls.majority(prepared)[head]
    n = len(prepared.part("holdout"))
    # Two standard deviations of a share above what the most frequent label gives.
    bound = frequent + 2 * np.sqrt(max(frequent * (1 - frequent), 0.25 / n) / n) + 0.02
    words, encoder = controls.shuffled_words(prepared)[head], controls.shuffled_encoder(prepared, options)[head]
    memorised = min(controls.overfits_one_batch(prepared, options).values())
    expected = f"at most {bound:.2f} right"
    return [
        Control("learning labels in random order", expected, f"{words:.2f}", words <= bound),
        Control("the same on the frozen encoder", expected, f"{encoder:.2f}", encoder <= bound),
        Control("learning one batch by heart", "all right", f"{memorised:.2f} right", memorised >= 0.99),
    ]
