"""A bundle's decisions fitted anew, under the same weights: temperature, sets, thresholds, what is out of scope.

Weights are what training costs and what a repository has to carry; decisions are a few numbers, which better data of doubt
(folds instead of one validation part, foreign texts) improve alone. No label changes: the gains of words stay too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from safetensors.numpy import load_file

from . import registry
from .bundle import Manifest, write_bundle
from .decision import Decisions
from .evaluation import Evaluation
from .gate import holdout_of
from .options import TrainingOptions
from .problem import Problem
from .release import About, card
from .scope import IN_SCOPE_KEPT
from .tickets.foreign import Foreign
from .tickets.prepared import Prepared


def check_split(manifest: Manifest, prepared: Prepared) -> None:
    """Raises Problem unless the prepared tickets are split as those that the bundle was trained on, by their hashes."""
    for part in manifest.data:
        if part.split in ("train", "validation", "holdout") and part.sha256 != prepared.sha256_of(part.split):
            raise Problem(
                f"the {part.split} part is not that of {manifest.name}/{manifest.version}",
                "prepare the same file with the --seed and the shares of its training",
            )
    if holdout_of(manifest) is None:
        raise Problem(f"{manifest.name}/{manifest.version} names no hold-out", "train it anew")


def write_refitted(
    folder: Path,
    before: registry.Loaded,
    prepared: Prepared,
    decisions: Mapping[str, Decisions],
    cascade: Mapping[str, object],
    evaluation: Evaluation,
    foreign: Mapping[str, object],
    run: Mapping[str, str],
    commit: str,
    card: str,
    into: Path,
) -> Path:
    """The next version of the bundle in `folder`, in the registry `into`: the same adapter, heads and TF-IDF, other decisions.

    `foreign` is the entry of the manifest's `data` for the texts that chose the scope score.
    """
    old = before.manifest
    tensors = {
        name: value
        for name, value in load_file(folder / "adapter.safetensors").items()
        if not name.startswith("scope.")
    }
    for head, fitted in decisions.items():
        tensors |= {
            f"scope.{head}.{name}": value for name, value in (fitted.scope.tensors if fitted.scope else {}).items()
        }
    texts = [one.text for one in old.smoke]
    said = before.predictions(texts, {head: fitted.temperature for head, fitted in decisions.items()})
    manifest = old.model_dump(mode="json", exclude={"schema_version", "version", "files", "graph"}) | {
        "created_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "heads": [decisions[head.name].entry(head.name, tuple(head.labels)) for head in old.heads],
        "cascade": cascade,
        "metrics": evaluation.measured(),
        "data": [*(part.model_dump() for part in old.data if part.split != "out of scope"), dict(foreign)],
        "run": dict(run),
        "commit": commit,
        "smoke": [
            {
                "text": text,
                "labels": {head: str(said[head].label[index]) for head in said},
                "probability": {head: round(float(said[head].confidence[index]), 4) for head in said},
            }
            for index, text in enumerate(texts)
        ],
    }
    learnt = prepared.texts("train") + prepared.texts("validation")
    return write_bundle(into, manifest, tensors, folder, card, learnt_texts=learnt)


def refitted_card(
    old: Manifest,
    prepared: Prepared,
    options: TrainingOptions,
    decisions: Mapping[str, Decisions],
    evaluation: Evaluation,
    foreign: Foreign,
    folds: int,
    notes: Sequence[str] = (),
) -> str:
    """The model card with what was fitted anew, and on what."""
    about = About(old.name, old.title, old.licence, old.attribution)
    scope = decisions[prepared.primary].scope
    n = len(prepared.part("train")) + len(prepared.part("validation"))
    lines = [
        "## Decisions",
        "",
        f"Adapter, heads and TF-IDF are those of version {old.version}, byte for byte. Temperatures, prediction sets and thresholds",
        f"were fitted on what the models of {folds} folds say of {n:,} tickets that each of them was not given.",
    ]
    if scope is not None and (found := scope.measured):
        lines += [
            f"What belongs to no label is told by {scope.chosen} (`{scope.method}`), which {len(foreign.fitting)} of the texts of",
            f"`{foreign.name}.jsonl` chose and fitted; of {len(foreign.measuring)} others {found['recall']:.0%} are recognised (AUROC {found['auroc']:.3f})",
            f"at a threshold that keeps {IN_SCOPE_KEPT:.0%} of the tickets.",
        ]
    lines += [*(f"\n{note}" for note in notes), "", ""]
    return card(about, prepared, options, evaluation).replace("## Data:", "\n".join(lines) + "## Data:", 1)
