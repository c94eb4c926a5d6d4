"""A model for each method, before it is trained."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import nn

from . import lora
from .encoder import MODEL_ID, TextEncoding, load_encoder, pool
from .heads import TicketModel, start_from
from .options import TrainingOptions
from .tfidf import fit_head
from .tickets.prepared import Prepared

ROOT = Path(__file__).parents[3]
SMALL_DECODER = "smollm2-135m-instruct-q4_1"


def models_folder() -> Path:
    return Path(os.environ.get("MODELS_DIR") or ROOT / ".data/models")


class Encoding(Protocol):
    """Texts to token ids, cut at the longest length of the model."""

    max_tokens: int

    def ids(self, texts: Sequence[str]) -> list[list[int]]: ...


@dataclass(frozen=True)
class Built:
    """A model with its tokenizer. Only what the method trains requires gradients."""

    model: TicketModel
    encoding: Encoding


def build(prepared: Prepared, options: TrainingOptions, base: Path | None = None, device: str = "cpu") -> Built:
    """Raises Problem when the base model's files are not there. `base` is a folder; by default one of the catalogue."""
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    if options.method == "qlora":
        from . import qlora  # bitsandbytes and transformers take seconds

        decoder, tokens = qlora.load_decoder(base or models_folder() / SMALL_DECODER, options.max_tokens, device)
        adapted = qlora.add_adapter(decoder, options.rank, options.alpha, options.adapter_dropout)
        model = TicketModel(adapted, decoder.hidden, prepared.classes, options.head_dropout)
        return Built(model.to(device), tokens)
    folder = base or models_folder() / MODEL_ID
    encoder = load_encoder(folder, options.dropout)
    encoding = TextEncoding.load(folder, options.max_tokens)
    probe = None
    if options.head_start == "probe" or options.method == "frozen":
        probe = linear_probe(encoder, encoding, prepared, options)
    model = TicketModel(prepare_encoder(encoder, options), encoder.hidden, prepared.classes, options.head_dropout)
    if probe:
        start_from(model, probe)
    return Built(model.to(device), encoding)


def prepare_encoder(encoder: nn.Module, options: TrainingOptions) -> nn.Module:
    if options.method == "lora":
        return lora.add_adapter(encoder, options.rank, options.alpha, options.targets, options.adapter_dropout)
    return encoder.requires_grad_(options.method == "full")


def linear_probe(
    encoder: nn.Module, encoding: Encoding, prepared: Prepared, options: TrainingOptions
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Logistic regression on the frozen vectors, (weight [labels, hidden], bias [labels]) for each head.

    Vectors are standardised for the fit, which makes it fast and its regularisation even; the scale goes into weights.
    """
    vectors = pool(encoder, encoding.ids(prepared.texts("train"))).numpy().astype(np.float64)
    mean, scale = vectors.mean(axis=0), vectors.std(axis=0) + 1e-9
    heads = {}
    for head, y in prepared.truth("train").items():
        fitted = fit_head((vectors - mean) / scale, y, prepared.classes[head], options.probe_strength)
        weight = (fitted.weight / scale[:, None]).T
        heads[head] = (weight, fitted.bias - weight @ mean)
    return heads
