"""The folder of bundles that services poll: `<registry>/<name>/<version>/` and `<registry>/<name>/aliases.json`."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import torch
from safetensors.numpy import load_file

from . import calibration, lora
from .blending import blend
from .building import ROOT, Built
from .bundle import Manifest, read_manifest
from .encoder import TextEncoding, load_encoder
from .evaluation import rows_of
from .heads import TicketModel, start_from
from .problem import Problem
from .promotion import Predictions
from .tfidf import TfidfClassifier

ALIASES = "aliases.json"
LOCK = f".{ALIASES}.lock"
RETRY_SECONDS = 0.02
#: A writer needs milliseconds; a lock this old was left by one that died.
STALE_SECONDS = 10
DEFAULT = ROOT / ".data/registry"


def aliases(registry: Path, name: str) -> dict[str, int]:
    """Versions by alias: `champion` is served, `previous` the one before; empty without a champion."""
    file = registry / name / ALIASES
    return json.loads(file.read_text()) if file.is_file() else {}


def promote(registry: Path, name: str, version: int) -> None:
    """Makes a version the champion and the champion before it `previous`; other aliases stay as they are.

    In step with `packages/model-registry`: the table is written under a name that only one process can create and takes
    the place of the old one by a rename, so a reader finds either whole and no writer loses another's change.
    """
    lock = registry / name / LOCK
    with open_lock(lock) as file:
        try:
            now = aliases(registry, name)
            before = now.get("champion", version)
            after = now | ({} if before == version else {"previous": before}) | {"champion": version}
            file.write(json.dumps(after, indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
            lock.replace(registry / name / ALIASES)
        except BaseException:
            lock.unlink(missing_ok=True)
            raise


def open_lock(path: Path) -> TextIO:
    while True:
        try:
            return path.open("x")
        except FileExistsError:
            if is_stale(path):
                path.unlink(missing_ok=True)
            time.sleep(RETRY_SECONDS)


def is_stale(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > STALE_SECONDS
    except FileNotFoundError:
        return False


def versions(registry: Path, name: str) -> list[int]:
    folder = registry / name
    return sorted(int(path.name) for path in folder.iterdir() if path.name.isdigit()) if folder.is_dir() else []


@dataclass(frozen=True)
class Loaded:
    """A bundle as it answers: temperatures are applied, so confidences are calibrated."""

    manifest: Manifest
    built: Built
    tfidf: TfidfClassifier | None

    def predictions(self, texts: list[str], temperatures: Mapping[str, float] | None = None) -> dict[str, Predictions]:
        """The label and confidence of each text for each head, at its own temperatures unless others are given."""
        rows = rows_of(self.built, texts, {})
        if self.tfidf is not None:
            gains = {head.name: head.tfidf_gain for head in self.manifest.heads}
            rows = blend(rows, self.tfidf.logits(texts), gains)
        return {
            head.name: Predictions.of(
                calibration.softmax(rows.logits[head.name], (temperatures or {}).get(head.name, head.temperature)),
                head.labels,
            )
            for head in self.manifest.heads
        }


def load(folder: Path, base: Path) -> Loaded:
    """A LoRA bundle over its base. Raises Problem when a file of it changed or it has another kind of adapter."""
    try:
        manifest = read_manifest(folder)
    except ValueError as error:
        raise Problem(f"{folder} is no bundle that can be trusted", str(error).split("\n")[0]) from None
    if manifest.adapter.method != "lora":
        raise Problem(f"{folder} has no LoRA adapter", "only bundles over the shared encoder are compared here")
    tensors = load_file(folder / "adapter.safetensors")
    encoder = load_encoder(base, dropout=0.0)
    adapted = lora.add_adapter(
        encoder, manifest.adapter.rank, manifest.adapter.alpha, tuple(manifest.adapter.targets), 0.0
    )
    lora.set_tensors(adapted, {name: torch.as_tensor(value) for name, value in tensors.items()})
    model = TicketModel(adapted, encoder.hidden, {head.name: len(head.labels) for head in manifest.heads})
    names = (head.name for head in manifest.heads)
    start_from(model, {name: (tensors[f"heads.{name}.weight"], tensors[f"heads.{name}.bias"]) for name in names})
    tfidf = TfidfClassifier.load(folder) if manifest.cascade else None
    return Loaded(manifest, Built(model.eval(), TextEncoding.load(base, manifest.max_tokens)), tfidf)
