"""The stages of a training run, as the recipes and the scripts call them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from . import blending, controls, decision, registry, training_loop
from .bootstrap import Interval
from .building import MODEL_ID, Built, build, models_folder
from .calibration import softmax
from .decision import Decisions, Rows
from .evaluation import Evaluation, evaluate, part_of, rows_of
from .figures import confusion_matrix, learning_curves, reliability_diagram, risk_coverage_curve
from .options import TrainingOptions
from .peers import PEERS
from .problem import Problem
from .promotion import Decision, Holdout, Predictions, decide
from .report import Control, Head, Model
from .slices import standard
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
    prepared: Prepared, learned: Learned, words: TfidfClassifier, foreign: Sequence[str] = ()
) -> Judged:
    """The same of the adapted encoder and TF-IDF together, with what tells tickets apart that no label fits, such as
    `foreign`: this is what is released."""
    built = learned.built
    parts = {part: part_of(built, prepared, part) for part in ("train", "validation", "holdout")}
    spoken = {part: words.logits(prepared.texts(part)) for part in ("validation", "holdout")}
    gains = blending.fit_gains(parts["validation"], spoken["validation"])
    validation, holdout = (blending.blend(parts[part], logits, gains) for part, logits in spoken.items())
    outside = blending.blend(rows_of(built, foreign, {}), words.logits(foreign), gains) if foreign else None
    fitted = {
        head: replace(decision.fit(head, validation, parts["train"], outside), tfidf_gain=gains[head])
        for head in prepared.heads
    }
    return Judged(replace(learned, method=RELEASED), holdout, fitted, evaluate(prepared, holdout, fitted))


def baseline(prepared: Prepared) -> tuple[TfidfClassifier, Judged]:
    """TF-IDF with logistic regression, which is also the cascade's first stage."""
    began = time.monotonic()
    model = TfidfClassifier.fit(prepared.texts("train"), prepared.truth("train"), prepared.classes)
    return model, judge_scores("tf-idf", prepared, model.logits, time.monotonic() - began)


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
    """Shuffled labels must not be learned; one batch must be."""
    head = prepared.primary
    frequent, shuffled = controls.majority(prepared)[head], controls.shuffled_labels(prepared)[head]
    n = len(prepared.part("holdout"))
    # Two standard deviations of a share above what the most frequent label gives.
    bound = frequent + 2 * np.sqrt(max(frequent * (1 - frequent), 0.25 / n) / n) + 0.02
    memorised = min(controls.overfits_one_batch(prepared, options).values())
    return [
        Control("learning labels in random order", f"at most {bound:.2f} right", f"{shuffled:.2f}", shuffled <= bound),
        Control("learning one batch by heart", "all right", f"{memorised:.2f} right", memorised >= 0.99),
    ]


def frozen_holdout(prepared: Prepared) -> Holdout:
    """What promotion is decided on. Raises nothing: tickets with an unknown label count as their empty label."""
    tickets = prepared.part("holdout")
    truth = {head: np.array([ticket.labels.get(head, "") for ticket in tickets], object) for head in prepared.heads}
    cuts = standard([ticket.text for ticket in tickets], [ticket.language for ticket in tickets])
    return Holdout(prepared.sha256_of("holdout"), truth, cuts)


def gate(folder: Path, name: str, prepared: Prepared, challenger: dict[str, Predictions]) -> Decision:
    """Whether a challenger takes the place of the champion in a folder of bundles, on the frozen hold-out."""
    champion = registry.aliases(folder, name).get("champion")
    before = None
    if champion is not None:
        loaded = registry.load(folder / name / str(champion), models_folder() / MODEL_ID)
        before = loaded.predictions(prepared.texts("holdout"))
    found = decide(before, challenger, frozen_holdout(prepared))
    if champion is not None or found.promote:
        return found
    # With nothing to defend, a first version serves; the reasons still say what to mend.
    return replace(found, promote=True, reasons=(*found.reasons, "It is the first version: nothing better serves."))


def compared(judged: Judged, head: str, chosen: bool) -> Model:
    """A row of the report's comparison."""
    figures, learned = judged.evaluation.figures[head], judged.learned
    return Model(
        learned.method,
        Interval(**figures["accuracy"]),
        Interval(**figures["macro_f1"]),
        figures["ece"]["value"],
        learned.trainable_share,
        learned.seconds,
        chosen,
    )


def head_of_report(prepared: Prepared, head: str, judged: Judged, others: Sequence[Judged]) -> Head:
    """A section of the report with its figures."""
    figures, fitted = judged.evaluation.figures[head], judged.decisions[head]
    logits, y, _ = judged.holdout.known(head)
    confidence = softmax(logits, fitted.temperature).max(axis=1)
    correct = logits.argmax(axis=1) == y
    curves = {one.learned.method: answers(one, head) for one in (judged, *others)}
    history = judged.learned.outcome.history
    drawn = {
        "reliability": reliability_diagram(confidence, correct, softmax(logits).max(axis=1)),
        "risk-and-coverage": risk_coverage_curve(curves),
        "confusion": confusion_matrix(np.array(figures["confusion"]), prepared.heads[head]),
    }
    if history:
        drawn["accuracy-by-epoch"] = learning_curves(
            {"validation": [e[f"accuracy.{head}"] for e in history]}, "accuracy"
        )
    found = {
        "coverage": decision.COVERAGE,
        "measured": figures["conformal"]["coverage"],
        "size": figures["conformal"]["mean_size"],
    }
    scope = fitted.scope.separation.get(fitted.scope.method) if fitted.scope else None
    parts = {name: Interval(**values) for name, values in figures["slices"].items()}
    return Head(head, figures, fitted.temperature, parts, found, scope, drawn)


def answers(judged: Judged, head: str) -> tuple[np.ndarray, np.ndarray]:
    """(confidence, correct) of the hold-out tickets whose label is known."""
    logits, y, _ = judged.holdout.known(head)
    return softmax(logits, judged.decisions[head].temperature).max(axis=1), logits.argmax(axis=1) == y
