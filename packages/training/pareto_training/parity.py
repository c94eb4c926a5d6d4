"""Whether the adapter, the merged weights and the served int8 graph say the same."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from .building import ROOT, Built
from .calibration import softmax
from .encoder import WEIGHTS
from .lora import bundle_tensors, merged
from .training_loop import predict

GRAPHS = ROOT / "packages/classifiers/models"


class GraphEncoder:
    """The committed graph of the adapted encoder on onnxruntime, with one bundle's adapter."""

    def __init__(self, model_folder: Path, tensors: Mapping[str, np.ndarray], precision: str = "int8") -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        weights = (model_folder / WEIGHTS).read_bytes()
        options.add_external_initializers_from_files_in_memory([WEIGHTS], [weights], [len(weights)])
        graph = (GRAPHS / f"minilm-lora.{precision}.onnx").read_bytes()
        self._session = onnxruntime.InferenceSession(graph, options, ["CPUExecutionProvider"])
        self._adapter = {name: value for name, value in tensors.items() if name.startswith("lora.")}

    def pool(self, rows: Sequence[Sequence[int]], size: int = 16) -> np.ndarray:
        """Pooled vectors [texts, hidden] in input order."""
        order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
        found: dict[int, np.ndarray] = {}
        for start in range(0, len(order), size):
            members = order[start : start + size]
            lengths = np.array([len(rows[index]) for index in members], np.int32)
            ids = np.zeros((len(members), lengths.max()), np.int32)
            for place, index in enumerate(members):
                ids[place, : lengths[place]] = rows[index]
            (pooled,) = self._session.run(["pooled"], {"input_ids": ids, "lengths": lengths, **self._adapter})
            found |= dict(zip(members, pooled, strict=True))
        return np.stack([found[index] for index in range(len(rows))])


def parity(
    built: Built,
    texts: Sequence[str],
    model_folder: Path,
    truth: dict[str, np.ndarray],
    words: Mapping[str, np.ndarray] | None = None,
) -> dict[str, float]:
    """Against the adapter in fp32, for merged weights and for the int8 graph: `<form>.agreement` (share of the same
    label), `<form>.largest_difference` (of a probability), and of int8 `int8.accuracy_lost`, over all heads.
    `words` [texts, labels] by head is what TF-IDF adds to the logits of each form."""
    ids = built.encoding.ids(texts)
    reference, _ = predict(built.model, ids)
    tensors = {name: value.numpy() for name, value in bundle_tensors(built.model.encoder).items()}
    whole = copy.deepcopy(built.model)
    whole.encoder = merged(whole.encoder)
    others = {
        "merged": predict(whole, ids)[0],
        "int8": head_logits(built, GraphEncoder(model_folder, tensors).pool(ids)),
    }
    if words:
        for logits in (reference, *others.values()):
            for head, more in words.items():
                logits[head] = logits[head] + more
    result, lost = {}, []
    for form, logits in others.items():
        same = [np.mean(logits[head].argmax(1) == reference[head].argmax(1)) for head in reference]
        apart = [np.abs(softmax(logits[head]) - softmax(reference[head])).max() for head in reference]
        result |= {f"{form}.agreement": float(min(same)), f"{form}.largest_difference": float(max(apart))}
    for head, y in truth.items():
        known = y >= 0
        right = [(logits[head].argmax(1) == y)[known].mean() for logits in (reference, others["int8"])]
        lost.append(right[0] - right[1])
    return result | {"int8.accuracy_lost": float(max(lost))}


@torch.inference_mode()
def head_logits(built: Built, vectors: np.ndarray) -> dict[str, np.ndarray]:
    pooled = torch.as_tensor(vectors)
    return {name: head(pooled).numpy() for name, head in built.model.heads.items()}
