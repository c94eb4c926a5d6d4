"""What a bundle answers as services do: TF-IDF where it is sure of every head, otherwise the encoder and the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from . import calibration, conformal, registry
from .blending import blend
from .evaluation import rows_of
from .parity import GraphEncoder, head_logits
from .rows import Rows
from .scope import scorer_of
from .tfidf import LEAST_KNOWN


@dataclass(frozen=True)
class Answered:
    """By text [n]: the likeliest label and its confidence, whether the text is taken for foreign (`outside`), whether the
    head abstains for that or for doubt, the scope score (NaN without one), and which labels are in its set [n, labels]."""

    label: np.ndarray
    confidence: np.ndarray
    outside: np.ndarray
    abstained: np.ndarray
    score: np.ndarray
    sets: np.ndarray

    def rates(self) -> dict[str, float]:
        """Shares of the texts that are answered, taken for foreign, and left for doubt."""
        doubt = self.abstained & ~self.outside
        rates = {"answered": ~self.abstained, "outside": self.outside, "in_doubt": doubt}
        return {name: float(np.mean(rows)) for name, rows in rates.items()}


def answers(folder: Path, base: Path, texts: Sequence[str], precision: str | None = "int8") -> dict[str, Answered]:
    """By head, of the bundle in a folder over its base model's; `precision` of the served graph ("int8" or "fp32"), or None
    for PyTorch. Raises Problem as `registry.load`."""
    loaded = registry.load(folder, base)
    tensors = load_file(folder / "adapter.safetensors")
    words = loaded.tfidf.logits(texts) if loaded.tfidf else {}
    rows = (
        rows_of(loaded.built, texts, {}) if precision is None else graph_rows(loaded, tensors, base, texts, precision)
    )
    gains = {head.name: head.tfidf_gain for head in loaded.manifest.heads}
    blended = blend(rows, words, gains) if words else rows
    found = {}
    for head in loaded.manifest.heads:
        logits = blended.logits[head.name]
        probabilities = calibration.softmax(logits, head.temperature)
        confidence = probabilities.max(axis=1)
        score, outside = np.full(len(texts), np.nan), np.zeros(len(texts), bool)
        if head.out_of_scope is not None:
            prefix = f"scope.{head.name}."
            own = {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
            score = scorer_of(head.out_of_scope.method, own)(logits, blended.vectors)
            outside = score < head.out_of_scope.threshold
        found[head.name] = Answered(
            np.array(head.labels, object)[probabilities.argmax(axis=1)],
            confidence,
            outside,
            outside | (confidence < head.abstain_below),
            score,
            conformal.prediction_sets(probabilities, head.conformal.quantile, head.conformal.method),
        )
    if not loaded.manifest.cascade or not loaded.tfidf:
        return found
    known = loaded.tfidf.vocabulary.known_shares(texts) >= LEAST_KNOWN
    return first_stage(loaded, words, found, known)


def graph_rows(loaded: registry.Loaded, tensors: dict, base: Path, texts: Sequence[str], precision: str) -> Rows:
    vectors = GraphEncoder(base, tensors, precision).pool(loaded.built.encoding.ids(texts))
    return Rows(head_logits(loaded.built, vectors), {}, vectors)


def first_stage(
    loaded: registry.Loaded, words: dict[str, np.ndarray], found: dict[str, Answered], known: np.ndarray
) -> dict[str, Answered]:
    """With TF-IDF's own answers where every head of it is sure of a text that it knows (`known` [n]): it has no scope score."""
    cascade = loaded.manifest.cascade
    said = {head: calibration.softmax(logits, cascade.temperature[head]) for head, logits in words.items()}
    sure = known & np.logical_and.reduce([p.max(axis=1) >= cascade.sure_above[head] for head, p in said.items()])
    result = {}
    for head in loaded.manifest.heads:
        after, p = found[head.name], said[head.name]
        sets = conformal.prediction_sets(p, head.conformal.quantile, head.conformal.method)
        result[head.name] = Answered(
            np.where(sure, np.array(head.labels, object)[p.argmax(axis=1)], after.label),
            np.where(sure, p.max(axis=1), after.confidence),
            after.outside & ~sure,
            after.abstained & ~sure,
            np.where(sure, np.nan, after.score),
            np.where(sure[:, None], sets, after.sets),
        )
    return result
