"""The loop: batches without padding, AdamW, rates that rise and fall, averaged weights, a checkpoint after each epoch."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from .batches import bucketed
from .encoder import padded
from .heads import TicketModel, loss
from .objectives import divergence_of_passes, supervised_contrastive
from .options import TrainingOptions

MASK_TOKEN = 103
SPECIAL_TOKENS = 1_000  # [PAD], [UNK], [CLS], [SEP], [MASK] and unused ones lie below
CHECKPOINT = "checkpoint.safetensors"


@dataclass(frozen=True)
class Rows:
    """Token ids of texts and their labels: for each head [texts], −1 where unknown."""

    ids: Sequence[Sequence[int]]
    truth: dict[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass
class Outcome:
    """What came of it. `history` has an entry for each epoch: loss, seconds so far, accuracies on the validation part."""

    history: list[dict[str, float]] = field(default_factory=list)
    kept_epoch: int = 0
    steps: int = 0
    seconds: float = 0.0
    interrupted: bool = False


def train(
    model: TicketModel,
    rows: Rows,
    options: TrainingOptions,
    validation: Rows | None = None,
    folder: Path | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Outcome:
    """Trains what is trainable in `model` and leaves the kept weights in it, in evaluation mode.

    After every epoch `folder` holds `checkpoint.safetensors`; Ctrl-C ends the training with the weights of the last
    one (`interrupted`). Without a finished epoch Ctrl-C goes on to the caller.
    """
    random = np.random.default_rng(options.seed)
    torch.manual_seed(options.seed)
    lengths = [len(row) for row in rows.ids]
    steps = options.epochs * len(bucketed(lengths, options.batch_size, random))
    optimizer = optimizer_of(model, options)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_at(step, steps, options.warm_up))
    average = Average(model, options.average) if options.average else None
    outcome, began, best = Outcome(), time.monotonic(), -1.0
    try:
        for epoch in range(1, options.epochs + 1):
            losses = one_epoch(model, rows, lengths, options, optimizer, schedule, average, random, say, outcome, steps)
            weights = trainable(model) if average is None else average.weights
            entry = {"epoch": epoch, "loss": losses, "seconds": time.monotonic() - began}
            if validation is not None:
                entry |= accuracies(model, validation, weights)
            outcome.history.append(entry)
            score = float(np.mean([value for name, value in entry.items() if name.startswith("accuracy")] or [0]))
            if options.keep == "last" or score > best:
                kept = {name: value.detach().clone() for name, value in weights.items()}
                best, outcome.kept_epoch = max(best, score), epoch
                save_checkpoint(folder, kept, outcome, options)
            say(described(entry, options.epochs))
    except KeyboardInterrupt:
        if outcome.kept_epoch == 0:
            raise
        outcome.interrupted = True
        save_checkpoint(folder, kept, outcome, options)  # it may have come in the middle of this
    load_weights(model, kept)
    outcome.seconds = time.monotonic() - began
    model.eval()
    return outcome


def one_epoch(model, rows, lengths, options, optimizer, schedule, average, random, say, outcome, steps) -> float:
    """One pass over the rows. Gives the mean loss of its steps."""
    model.train()
    total, said = 0.0, time.monotonic()
    batches = bucketed(lengths, options.batch_size, random)
    for batch in batches:
        value = step_loss(model, rows, batch, options, random)
        optimizer.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(trainable(model).values(), options.largest_gradient)
        optimizer.step()
        schedule.step()
        if average is not None:
            average.update(model)
        outcome.steps += 1
        total += float(value.detach())
        if time.monotonic() - said > 15:
            said = time.monotonic()
            say(f"  step {outcome.steps:,} of {steps:,}")
    return total / len(batches)


def step_loss(
    model: TicketModel, rows: Rows, batch: np.ndarray, options: TrainingOptions, random: np.random.Generator
) -> Tensor:
    device = next(model.parameters()).device
    ids, lengths = padded([rows.ids[index] for index in batch])
    truth = {head: torch.as_tensor(values[batch], device=device) for head, values in rows.truth.items()}
    if options.token_dropout:
        dropped = torch.as_tensor(random.random(ids.shape) < options.token_dropout) & (ids >= SPECIAL_TOKENS)
        ids = ids.masked_fill(dropped, MASK_TOKEN)
    passes = 2 if options.r_drop > 0 else 1
    ids, lengths = ids.repeat(passes, 1).to(device), lengths.repeat(passes).to(device)
    truth = {head: values.repeat(passes) for head, values in truth.items()}
    with torch.autocast(device.type, torch.bfloat16, enabled=options.precision == "bf16"):
        logits, pooled = model(ids, lengths)
    logits = {head: values.float() for head, values in logits.items()}
    value = loss(logits, truth, options.head_weights, options.label_smoothing)
    if passes == 2:
        halves = [values.chunk(2) for values in logits.values()]
        value = value + options.r_drop * sum(divergence_of_passes(*pair) for pair in halves)
    if options.contrastive > 0:
        primary = next(iter(truth.values()))
        value = value + options.contrastive * supervised_contrastive(pooled, primary, options.contrastive_temperature)
    return value


def optimizer_of(model: TicketModel, options: TrainingOptions) -> torch.optim.AdamW:
    """AdamW (Loshchilov & Hutter 2019) with a rate for heads and one for the encoder; vectors do not decay."""
    rate = options.encoder_rate if options.method == "full" else options.adapter_rate
    groups = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            key = (options.head_rate if name.startswith("heads.") else rate, parameter.ndim > 1)
            groups.setdefault(key, []).append(parameter)
    return torch.optim.AdamW(
        [
            {"params": parameters, "lr": lr, "weight_decay": options.weight_decay if decays else 0.0}
            for (lr, decays), parameters in groups.items()
        ]
    )


def rate_at(step: int, steps: int, warm_up: float) -> float:
    """Share of the peak rate: linear up, then linear down to 0."""
    rising = max(1, round(steps * warm_up))
    return (step + 1) / rising if step < rising else max(0.0, (steps - step) / max(1, steps - rising))


class Average:
    """An exponential moving average of the trainable weights (Polyak & Juditsky 1992), faster at the beginning."""

    def __init__(self, model: TicketModel, decay: float) -> None:
        self.decay = decay
        self.updates = 0
        self.weights = {name: value.detach().clone() for name, value in trainable(model).items()}

    @torch.no_grad()
    def update(self, model: TicketModel) -> None:
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        for name, value in trainable(model).items():
            self.weights[name].lerp_(value, 1 - decay)


def trainable(model: TicketModel) -> dict[str, Tensor]:
    return {name: value for name, value in model.named_parameters() if value.requires_grad}


@torch.no_grad()
def load_weights(model: TicketModel, weights: dict[str, Tensor]) -> None:
    parameters = trainable(model)
    for name, value in weights.items():
        parameters[name].copy_(value)


@torch.inference_mode()
def predict(
    model: TicketModel, ids: Sequence[Sequence[int]], tokens: int = 4_096
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Logits [texts, labels] of each head and pooled vectors [texts, hidden], in input order."""
    was_training = model.training
    model.eval()
    device = next(model.parameters()).device
    order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
    logits: dict[str, np.ndarray] = {}
    vectors = np.empty((len(ids), 0), np.float32)
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and len(ids[order[end]]) * (end + 1 - start) <= tokens:
            end += 1
        members = order[start:end]
        values, pooled = model(*(part.to(device) for part in padded([ids[index] for index in members])))
        if start == 0:
            vectors = np.empty((len(ids), pooled.shape[1]), np.float32)
            logits = {head: np.empty((len(ids), part.shape[1]), np.float32) for head, part in values.items()}
        vectors[members] = pooled.float().cpu().numpy()
        for head, part in values.items():
            logits[head][members] = part.float().cpu().numpy()
        start = end
    model.train(was_training)
    return logits, vectors


def accuracies(model: TicketModel, rows: Rows, weights: dict[str, Tensor]) -> dict[str, float]:
    """`accuracy.<head>` of the model with other weights put in for the moment."""
    own = {name: value.detach().clone() for name, value in trainable(model).items()}
    load_weights(model, weights)
    logits, _ = predict(model, rows.ids)
    load_weights(model, own)
    result = {}
    for head, y in rows.truth.items():
        known = y >= 0
        result[f"accuracy.{head}"] = (
            float(np.mean(logits[head][known].argmax(axis=1) == y[known])) if known.any() else 0.0
        )
    return result


def described(entry: dict[str, float], epochs: int) -> str:
    scores = "  ".join(
        f"{name.removeprefix('accuracy.')} {value:.4f}" for name, value in entry.items() if "accuracy" in name
    )
    return f"  epoch {entry['epoch']} of {epochs}: loss {entry['loss']:.3f}  {scores}  ({entry['seconds']:.0f} s)"


def save_checkpoint(
    folder: Path | None, weights: dict[str, Tensor], outcome: Outcome, options: TrainingOptions
) -> None:
    """Weights by atomic rename, so that an interrupted write leaves the checkpoint before it."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in weights.items()}, folder / f"{CHECKPOINT}.part")
    (folder / f"{CHECKPOINT}.part").rename(folder / CHECKPOINT)
    (folder / "training.json").write_text(
        json.dumps({"options": options.as_dict(), "outcome": asdict(outcome)}, indent=1)
    )


def load_checkpoint(model: TicketModel, folder: Path) -> None:
    load_weights(model, load_file(folder / CHECKPOINT))
