"""A trained LoRA model as a bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from . import calibration
from .blending import blend
from .bootstrap import Interval
from .building import MODEL_ID, Built, models_folder
from .bundle import write_bundle
from .decision import Decisions
from .encoder import WEIGHTS
from .evaluation import Evaluation, rows_of
from .lora import bundle_tensors
from .options import TrainingOptions
from .problem import Problem
from .provenance import sha256_of
from .tfidf import TfidfClassifier
from .tickets.prepared import Prepared

UNKNOWN_LICENCE = "not stated"
LEAST_SMOKE_TEXTS, SMOKE_TEXTS = 4, 8
SURE_OF_SMOKE = (0.9, 0.6)
LONGEST_SMOKE_TEXT = 400
SYNTHETIC = (
    "Where is my order? It should have been here on Monday.",
    "You charged my card twice, please send one payment back.",
    "No puedo entrar en mi cuenta, la contraseña no funciona.",
    "The machine makes a loud noise and then stops.",
    "¿Cuánto tarda el envío a Canarias?",
    "How do I change the address on my account?",
    "URGENT: nothing works since this morning and customers are waiting",
    "Could you send me a quote for twenty of them?",
    "The app crashes whenever I open the second page.",
    "I want to send it back and get my money.",
    "Me han cobrado de más en la última factura.",
    "Your colleague on the phone was very rude to me.",
)


@dataclass(frozen=True)
class About:
    """What a bundle says about itself beside what was measured."""

    name: str
    title: str
    licence: str = UNKNOWN_LICENCE
    attribution: str = ""


def release(
    registry: Path,
    about: About,
    prepared: Prepared,
    built: Built,
    options: TrainingOptions,
    decisions: dict[str, Decisions],
    evaluation: Evaluation,
    tfidf: TfidfClassifier,
    cascade: dict[str, object],
    run: dict[str, str],
    commit: str,
) -> Path:
    """Writes the next version of the bundle and gives its folder. Raises Problem for a model without an adapter."""
    if options.method != "lora":
        raise Problem(f"a {options.method} model is no adapter over the shared base", "release the lora model")
    base = models_folder() / MODEL_ID / WEIGHTS
    tensors = {name: value.numpy() for name, value in bundle_tensors(built.model.encoder).items()}
    for name, head in built.model.heads.items():
        tensors[f"heads.{name}.weight"] = head.weight.detach().numpy()
        tensors[f"heads.{name}.bias"] = head.bias.detach().numpy()
        scope = decisions[name].scope
        tensors |= {f"scope.{name}.{key}": value for key, value in (scope.tensors if scope else {}).items()}
    manifest = {
        "name": about.name,
        "title": about.title,
        "created_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licence": about.licence,
        "attribution": about.attribution,
        "base": {"model": MODEL_ID, "file": WEIGHTS, "sha256": sha256_of(base)},
        "max_tokens": options.max_tokens,
        "languages": prepared.languages(),
        "adapter": {
            "method": "lora",
            "rank": options.rank,
            "alpha": options.alpha,
            "targets": list(options.targets),
            "trainable_parameters": built.model.trainable_parameters(),
            "trainable_share": round(built.model.trainable_share(), 6),
        },
        "heads": [decisions[head].entry(head, labels) for head, labels in prepared.heads.items()],
        "cascade": cascade,
        "metrics": evaluation.measured(),
        "data": [
            {"name": prepared.name, "sha256": prepared.sha256_of(part), "rows": len(prepared.part(part)), "split": part}
            for part in prepared.splits.parts()
        ],
        "run": run,
        "commit": commit,
        "smoke": smoke(about, prepared, built, tfidf, decisions),
    }
    learnt = prepared.texts("train") + prepared.texts("validation")
    return write_bundle(
        registry, manifest, tensors, tfidf, card(about, prepared, options, evaluation), learnt_texts=learnt
    )


def smoke(
    about: About, prepared: Prepared, built: Built, tfidf: TfidfClassifier, decisions: dict[str, Decisions]
) -> list[dict[str, object]]:
    """Texts with what the model says of them: of many labels, short, and sure enough to be the same on another machine.

    They are quoted from the hold-out where its licence is known, and written for the purpose otherwise: a bundle goes to
    places where its owner's tickets should not.
    """
    texts = list(SYNTHETIC) if about.licence == UNKNOWN_LICENCE else prepared.texts("holdout")
    gains = {head: fitted.tfidf_gain for head, fitted in decisions.items()}
    rows = blend(rows_of(built, texts, {}), tfidf.logits(texts), gains)
    said = {head: calibration.softmax(rows.logits[head], decisions[head].temperature) for head in prepared.heads}
    surety = np.min([values.max(axis=1) for values in said.values()], axis=0)
    primary = said[prepared.primary].argmax(axis=1)
    order = sorted(
        range(len(texts)),
        key=lambda index: (*(surety[index] < sure for sure in SURE_OF_SMOKE), len(texts[index]) > LONGEST_SMOKE_TEXT),
    )
    chosen, labels = [], set()
    for index in order:
        if len(chosen) < SMOKE_TEXTS and primary[index] not in labels:
            chosen.append(index)
            labels.add(primary[index])
    chosen += [index for index in order if index not in chosen][: max(0, LEAST_SMOKE_TEXTS - len(chosen))]
    return [
        {
            "text": texts[index],
            "labels": {head: labels[int(said[head][index].argmax())] for head, labels in prepared.heads.items()},
            "probability": {head: round(float(values[index].max()), 4) for head, values in said.items()},
        }
        for index in chosen
    ]


def card(about: About, prepared: Prepared, options: TrainingOptions, evaluation: Evaluation) -> str:
    """A model card (Mitchell et al. 2019): what it is for, what it was measured to do, what it learned from."""
    lines = [
        f"# {about.title}",
        "",
        f"LoRA of rank {options.rank} on {MODEL_ID} with {headline(prepared.heads)}, trained by `recipes/tickets.py`.",
        f"Licence of the data: {about.licence}." + (f" {about.attribution}" if about.attribution else ""),
        "",
        "| head | labels | accuracy | macro-F1 | ECE | answered at 5 % risk |",
        "|---|---:|---|---|---:|---:|",
    ]
    for head, figures in evaluation.figures.items():
        accuracy, f1 = (Interval(**figures[name]) for name in ("accuracy", "macro_f1"))
        labels, answered = len(prepared.heads[head]), figures["answered_at_95"]
        error = figures["ece"]["value"]
        lines.append(f"| {head} | {labels} | {accuracy} | {f1} | {error:.3f} | {answered:.0%} |")
    lines += [
        "",
        f"Measured on {len(prepared.part('holdout')):,} tickets that were neither trained nor calibrated on; intervals are",
        "95 % bootstrap intervals. Labels that rest on things outside the text, and languages other than those of the data,",
        "are not what it is for.",
        "",
        prepared.card().replace("# ", "## ", 1).replace("\n## ", "\n### "),
    ]
    return "\n".join(lines)


def headline(heads: dict[str, Sequence[str]]) -> str:
    return "a head for " + " and ".join(heads) if len(heads) < 3 else "heads for " + ", ".join(heads)
