"""A trained text network as a bundle without a base: its graph, its head, and what the service decides with."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from .. import bootstrap, calibration, conformal, metrics, out_of_scope
from ..bundle import write_bundle
from ..encoder import TextEncoding, padded
from .loop import predict
from .models import Network
from .onnx_graph import text_graph
from .rows import Texts

GRAPH = "model.onnx"
COVERAGE = 0.9
#: Share of in-scope texts that the scope score lets pass; without texts out of scope it cannot be tuned.
KEEP = 0.99
ALLOWED_RISK = 0.05
TOLERANCE = 1e-4

#: Written for this purpose: a bundle carries no text of anybody.
SMOKE = (
    "Where is my order? It should have been here on Monday.",
    "You charged my card twice, please send one payment back.",
    "No puedo entrar en mi cuenta, la contraseña no funciona.",
    "The pump makes a loud noise and then stops.",
    "¿Cuánto tarda el envío a Canarias?",
    "How do I change the address on my account?",
)


@dataclass(frozen=True)
class Trained:
    """A network with the way from a text to its input: the tokenizer and the mapping to compact ids."""

    network: Network
    encoding: TextEncoding
    mapping: np.ndarray
    head: str
    labels: tuple[str, ...]

    def texts(self, texts: Sequence[str], y: np.ndarray) -> Texts:
        return Texts([self.mapping[row] for row in self.encoding.ids(texts)], y)


@dataclass(frozen=True)
class Judged:
    """What a head decides with, fitted on the validation part, and the figures of the hold-out."""

    temperature: float
    quantile: float
    abstain_below: float
    scope_threshold: float
    measures: dict[str, object]
    coverage: bootstrap.Interval


def judge(trained: Trained, validation: Texts, holdout: Texts) -> Judged:
    """Temperature, conformal quantile and thresholds from the validation part; measures from the hold-out alone."""
    logits, held = (predict(trained.network, rows).numpy().astype(np.float64) for rows in (validation, holdout))
    temperature = calibration.fit_temperature(logits, validation.y)
    probabilities, held_probabilities = (calibration.softmax(x, temperature) for x in (logits, held))
    quantile = conformal.quantile(probabilities, validation.y, COVERAGE)
    correct = probabilities.argmax(axis=1) == validation.y
    covered, least = metrics.coverage_at_risk(probabilities.max(axis=1), correct, ALLOWED_RISK)
    sets = conformal.prediction_sets(held_probabilities, quantile)
    return Judged(
        temperature,
        quantile,
        # A model that is never sure enough says so by its confidence; abstaining always would be no service.
        float(least) if covered > 0.2 else 0.5,
        out_of_scope.threshold(out_of_scope.energy(logits), KEEP),
        metrics.classification(holdout.y, held, trained.labels, temperature),
        bootstrap.interval(sets[np.arange(len(holdout)), holdout.y]),
    )


def pack(registry: Path, trained: Trained, judged: Judged, about: Mapping[str, object]) -> Path:
    """Writes the next version of the bundle `about["name"]` and gives its folder.

    `about` has the manifest's name, title, licence, attribution, languages, data, run and commit. Raises ValueError when
    the graph does not give what the network gives (1e-4).
    """
    head = trained.network.head
    weight, bias = head.weight.detach().numpy(), head.bias.detach().numpy()
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / GRAPH
        onnx.save(text_graph(trained.network.body, trained.mapping), graph)
        logits = served(graph, trained, SMOKE) @ weight.T + bias
        expected = predict(trained.network, trained.texts(SMOKE, np.zeros(len(SMOKE), int))).numpy()
        if not np.allclose(logits, expected, atol=TOLERANCE):
            raise ValueError(f"the graph is off by {np.abs(logits - expected).max():.1e}")
        manifest = {**about, **described(trained, judged, logits)}
        tensors = {f"heads.{trained.head}.weight": weight, f"heads.{trained.head}.bias": bias}
        return write_bundle(registry, manifest, tensors, None, card(about, trained, judged), graph)


def served(graph: Path, trained: Trained, texts: Sequence[str]) -> np.ndarray:
    """`pooled` [texts, width] as the service computes it, from texts."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(graph), options, ["CPUExecutionProvider"])
    ids, lengths = padded(trained.encoding.ids(texts))
    feeds = {"input_ids": ids.to(torch.int32).numpy(), "lengths": lengths.to(torch.int32).numpy()}
    return session.run(["pooled"], feeds)[0]


def described(trained: Trained, judged: Judged, smoke_logits: np.ndarray) -> dict[str, object]:
    probabilities = calibration.softmax(smoke_logits, judged.temperature)
    names = [trained.labels[i] for i in probabilities.argmax(axis=1)]
    measures = judged.measures
    return {
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "base": None,
        "graph": GRAPH,
        "max_tokens": trained.encoding.max_tokens,
        "adapter": {"method": "none"},
        "heads": [
            {
                "name": trained.head,
                "labels": list(trained.labels),
                "temperature": judged.temperature,
                "conformal": {"method": "lac", "coverage": COVERAGE, "quantile": judged.quantile},
                "abstain_below": judged.abstain_below,
                "out_of_scope": {"method": "energy", "threshold": judged.scope_threshold},
            }
        ],
        "cascade": None,
        "metrics": {
            **{key: measures[key] for key in ("accuracy", "macro_f1", "ece")},
            "conformal_coverage": judged.coverage.as_dict(),
        },
        "smoke": [
            {"text": text, "labels": {trained.head: name}, "probability": {trained.head: float(row.max())}}
            for text, name, row in zip(SMOKE, names, probabilities, strict=True)
        ],
    }


def card(about: Mapping[str, object], trained: Trained, judged: Judged) -> str:
    accuracy, f1, ece = (bootstrap.Interval(**judged.measures[key]) for key in ("accuracy", "macro_f1", "ece"))
    parameters = sum(p.numel() for p in trained.network.parameters())
    return f"""# {about["title"]}

A {type(trained.network.body).__name__} of {parameters:,} parameters in plain PyTorch, without a base model: `recipes/text_classifier.py`.

| on {accuracy.n:,} texts of the hold-out | 95 % interval |
| --- | --- |
| accuracy | {accuracy} |
| macro-F1 | {f1} |
| calibration error | {ece} |

Sets that are to hold the right label in {100 * COVERAGE:.0f} % of cases held it in {100 * judged.coverage.value:.1f} %.

Licence: {about["licence"]}. {about["attribution"]}
"""
