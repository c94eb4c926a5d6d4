"""The manifest of a model bundle and the folder around it.

`packages/contracts` has the same schema in Zod; `packages/contracts/golden/model-bundle*.json` hold both to it. Weights
are safetensors only: nothing in a bundle runs code when it is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from safetensors.numpy import save_file

from . import learnt
from .tfidf import TfidfClassifier

SCHEMA_VERSION = 1
SAFE_SUFFIXES = (".safetensors", ".json", ".onnx", ".md")
MANIFEST = "manifest.json"
TFIDF_FILES = ("tfidf.safetensors", "tfidf.json")


def unique(values: list) -> list:
    if len(set(values)) != len(values):
        raise ValueError("something occurs twice")
    return values


def safe_file(name: str) -> str:
    if not name.endswith(SAFE_SUFFIXES):
        raise ValueError("a kind of file that bundles do not hold")
    return name


def iso_time(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)", value):
        raise ValueError("no ISO time with a zone")
    datetime.fromisoformat(value)
    return value


Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
HeadName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=100)]
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"), AfterValidator(safe_file)]
Target = Literal["query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"]


class Part(BaseModel):
    """Strict: a number in quotes is no number, and unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Base(Part):
    model: Annotated[str, StringConstraints(min_length=1)]
    file: FileName
    sha256: Sha256


class Lora(Part):
    method: Literal["lora"] = "lora"
    rank: Annotated[int, Field(ge=1, le=256)]
    alpha: Positive
    targets: Annotated[list[Target], Field(min_length=1), AfterValidator(unique)]
    trainable_parameters: Annotated[int, Field(ge=1)]
    trainable_share: Share


class NoAdapter(Part):
    method: Literal["none"] = "none"


class Conformal(Part):
    method: Literal["lac", "aps"] = "lac"
    coverage: Annotated[float, Field(gt=0, lt=1)]
    quantile: Share


class OutOfScope(Part):
    method: Literal["max_probability", "energy", "mahalanobis", "knn"]
    threshold: float


class Head(Part):
    """One target: see `packages/contracts/src/model-bundle.ts` for what each field means."""

    name: HeadName
    labels: Annotated[list[Label], Field(min_length=2, max_length=1_000), AfterValidator(unique)]
    tfidf_gain: Annotated[float, Field(ge=0, le=10)] = 0.0
    temperature: Positive
    conformal: Conformal
    abstain_below: Share
    out_of_scope: OutOfScope | None


class Cascade(Part):
    sure_above: dict[HeadName, Share]
    temperature: dict[HeadName, Positive]


class BundleFile(Part):
    path: FileName
    bytes: Annotated[int, Field(ge=0)]
    sha256: Sha256


class Measured(Part):
    value: float
    low: float
    high: float
    n: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def ordered(self) -> Measured:
        if self.low > self.high:
            raise ValueError("low above high")
        return self


class DataPart(Part):
    name: Annotated[str, StringConstraints(min_length=1)]
    sha256: Sha256
    rows: Annotated[int, Field(ge=1)]
    split: Annotated[str, StringConstraints(min_length=1)]


class RunOf(Part):
    id: Annotated[str, StringConstraints(min_length=1)]
    experiment: Annotated[str, StringConstraints(min_length=1)]


class Smoke(Part):
    text: Annotated[str, StringConstraints(min_length=1, max_length=8_000)]
    labels: dict[HeadName, Label]
    probability: dict[HeadName, Share]


class Manifest(Part):
    schema_version: Literal[1] = SCHEMA_VERSION
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    version: Annotated[int, Field(ge=1)]
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    created_at: Annotated[str, AfterValidator(iso_time)]
    licence: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    attribution: Annotated[str, StringConstraints(max_length=2_000)]
    base: Base | None
    graph: FileName | None = None
    max_tokens: Annotated[int, Field(ge=8, le=512)]
    languages: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]], Field(min_length=1)]
    adapter: Annotated[Lora | NoAdapter, Field(discriminator="method")]
    heads: Annotated[list[Head], Field(min_length=1, max_length=16)]
    cascade: Cascade | None
    files: Annotated[list[BundleFile], Field(min_length=1, max_length=32)]
    metrics: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,63}$")], Measured]
    data: list[DataPart]
    run: RunOf
    commit: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{7,40}$")]
    smoke: Annotated[list[Smoke], Field(min_length=4, max_length=16)]

    @model_validator(mode="after")
    def consistent(self) -> Manifest:
        """The rules that span several fields."""
        names = [head.name for head in self.heads]
        paths = [file.path for file in self.files]
        unique(names), unique(paths)
        needed = ["adapter.safetensors", *(["tfidf.safetensors", "tfidf.json"] if self.cascade else [])]
        needed += [self.graph] if self.graph else []
        rules = {
            "a bundle has either a base or a graph": (self.base is None) == (self.graph is not None),
            "a graph is an .onnx file": self.graph is None or self.graph.endswith(".onnx"),
            "an adapter needs a base": self.adapter.method == "none" or self.base is not None,
            "weights are a .safetensors file": self.base is None or self.base.file.endswith(".safetensors"),
            "a file is not listed": set(needed) <= set(paths),
            "a cascade has values for each head": self.cascade is None
            or set(self.cascade.sure_above) == set(self.cascade.temperature) == set(names),
            "words weigh in only with a TF-IDF model": self.cascade is not None
            or all(head.tfidf_gain == 0 for head in self.heads),
            "a smoke text has a label and a probability for each head": all(
                set(one.labels) == set(one.probability) == set(names) for one in self.smoke
            ),
        }
        for rule, holds in rules.items():
            if not holds:
                raise ValueError(rule)
        known = {head.name: set(head.labels) for head in self.heads}
        if any(label not in known[name] for one in self.smoke for name, label in one.labels.items()):
            raise ValueError("a smoke label that its head does not have")
        return self

    def to_json(self) -> str:
        return json.dumps(
            self.model_dump(mode="json", exclude={"graph"} if self.graph is None else None),
            ensure_ascii=False,
            indent=2,
        )


def write_bundle(
    registry: Path,
    manifest: dict[str, object],
    tensors: Mapping[str, np.ndarray],
    tfidf: TfidfClassifier | Path | None,
    card: str,
    graph: Path | None = None,
    learnt_texts: Sequence[str] | None = None,
) -> Path:
    """Writes `<registry>/<name>/<version>/` whole or not at all, as the next version, and gives its path.

    `manifest` lacks `version` and `files`, which are filled in; `tfidf` may be the folder of a bundle whose model is taken
    over byte for byte; of `learnt_texts` the bundle keeps digests (`learnt.py`). Raises pydantic's ValidationError when it breaks the
    schema; nothing is written then.
    """
    parent = registry / str(manifest["name"])
    parent.mkdir(parents=True, exist_ok=True)
    version = next_version(parent)
    part = parent / f".{version}.{os.getpid()}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, part / "adapter.safetensors")
        if isinstance(tfidf, Path):
            for file in TFIDF_FILES:
                shutil.copyfile(tfidf / file, part / file)
        elif tfidf is not None:
            tfidf.save(part)
        if learnt_texts is not None:
            learnt.write(part / learnt.LEARNT, learnt_texts)
        if graph is not None:
            shutil.copyfile(graph, part / str(manifest["graph"]))
        (part / "card.md").write_text(card)
        for path in part.iterdir():
            path.chmod(0o644)  # safetensors writes for its owner alone; services run as somebody else
        files = [described(path) for path in sorted(part.iterdir())]
        checked = Manifest.model_validate(
            {"schema_version": SCHEMA_VERSION, **manifest, "version": version, "files": files}
        )
        (part / MANIFEST).write_text(checked.to_json() + "\n")
        part.rename(parent / str(version))
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return parent / str(version)


def read_manifest(folder: Path) -> Manifest:
    """Raises pydantic's ValidationError when it breaks the schema, ValueError when a file is not what it says."""
    manifest = Manifest.model_validate_json((folder / MANIFEST).read_text())
    for file in manifest.files:
        if described(folder / file.path) != file.model_dump():
            raise ValueError(f"{file.path} is not the file that the manifest describes")
    return manifest


def next_version(parent: Path) -> int:
    """One more than the highest version that is there, from 1."""
    return 1 + max((int(path.name) for path in parent.iterdir() if path.name.isdigit()), default=0)


def described(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    return {"path": path.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
