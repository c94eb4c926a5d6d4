"""The training loop, written out: forward, loss, backward, step; and when to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .initialisation import Scheme, initialise
from .rows import Table, Texts
from .schedules import Schedule, factor

Optimiser = Literal["sgd", "adam"]
EVALUATION_BATCH = 512


@dataclass(frozen=True)
class Settings:
    """What a training is told. `patience` epochs without a lower validation loss end it; the best weights are kept."""

    optimiser: Optimiser = "adam"
    rate: float = 3e-3
    momentum: float = 0.9
    weight_decay: float = 0.0
    initialisation: Scheme = "he"
    schedule: Schedule = "cosine"
    epochs: int = 20
    patience: int = 4
    batch: int = 64
    label_smoothing: float = 0.0
    largest_gradient: float = 5.0
    seed: int = 0

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass
class History:
    """A value for each epoch, the epoch from 1 whose weights were kept, and what it took."""

    train_loss: list[float] = field(default_factory=list)
    valid_loss: list[float] = field(default_factory=list)
    valid_accuracy: list[float] = field(default_factory=list)
    best: int = 0
    seconds: float = 0.0


def fit(
    model: nn.Module,
    train: Table | Texts,
    valid: Table | Texts,
    settings: Settings,
    after_epoch: Callable[[int, History], None] = lambda epoch, history: None,
) -> History:
    """Initialises the model and trains it in place; it is left with the best weights, in evaluation mode.

    A loss that is no longer finite ends the training at once. The same settings give the same weights on one thread.
    """
    torch.manual_seed(settings.seed)
    random = np.random.default_rng(settings.seed)
    initialise(model, settings.initialisation, settings.seed)
    optimiser = optimiser_of(model, settings)
    steps = settings.epochs * -(-len(train) // settings.batch)
    history, kept, lowest, step = History(), deepcopy(model.state_dict()), float("inf"), 0
    began = time.monotonic()
    for epoch in range(1, settings.epochs + 1):
        model.train()
        total = 0.0
        for inputs, y in train.batches(settings.batch, random):
            for group in optimiser.param_groups:
                group["lr"] = settings.rate * factor(settings.schedule, min(step, steps - 1), steps)
            loss = functional.cross_entropy(model(*inputs), y, label_smoothing=settings.label_smoothing)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), settings.largest_gradient)
            optimiser.step()
            total += float(loss.detach()) * len(y)
            step += 1
        logits = predict(model, valid)
        loss = float(functional.cross_entropy(logits, torch.tensor(valid.y)))
        history.train_loss.append(total / len(train))
        history.valid_loss.append(loss)
        history.valid_accuracy.append(float((logits.argmax(dim=1).numpy() == valid.y).mean()))
        after_epoch(epoch, history)
        if loss < lowest:
            lowest, history.best, kept = loss, epoch, deepcopy(model.state_dict())
        if not np.isfinite(history.train_loss[-1]) or epoch - history.best >= settings.patience:
            break
    model.load_state_dict(kept)
    model.eval()
    history.seconds = time.monotonic() - began
    return history


def optimiser_of(model: nn.Module, settings: Settings) -> torch.optim.Optimizer:
    """SGD with momentum (Sutskever et al. 2013) or Adam with decoupled decay (Loshchilov & Hutter 2019). Decay falls on
    matrices only: biases and embeddings of rare words should not be pulled to 0."""
    embedded = {id(m.weight) for m in model.modules() if isinstance(m, nn.Embedding)}
    decayed = [p for p in model.parameters() if p.ndim > 1 and id(p) not in embedded]
    others = [p for p in model.parameters() if p.ndim <= 1 or id(p) in embedded]
    groups = [{"params": decayed, "weight_decay": settings.weight_decay}, {"params": others, "weight_decay": 0.0}]
    groups = [group for group in groups if group["params"]]
    if settings.optimiser == "sgd":
        return torch.optim.SGD(groups, lr=settings.rate, momentum=settings.momentum, nesterov=settings.momentum > 0)
    return torch.optim.AdamW(groups, lr=settings.rate)


@torch.inference_mode()
def predict(model: nn.Module, rows: Table | Texts) -> Tensor:
    """Logits [n, classes] in the order of the rows."""
    model.eval()
    return torch.cat([model(*inputs) for inputs, _ in rows.batches(EVALUATION_BATCH)])
