"""Linear heads over one encoder, one for each target: logits = weight · pooled + bias."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .tickets.data import Ticket

UNKNOWN = -1


def targets(tickets: Sequence[Ticket], heads: dict[str, tuple[str, ...]]) -> dict[str, np.ndarray]:
    """For each head the position of each ticket's label [tickets], −1 where it is not known."""
    places = {head: {label: index for index, label in enumerate(labels)} for head, labels in heads.items()}
    return {
        head: np.array([place.get(ticket.labels.get(head, ""), UNKNOWN) for ticket in tickets])
        for head, place in places.items()
    }


class TicketModel(nn.Module):
    """An encoder and its heads. `forward` gives the logits of each head and the pooled vectors [batch, hidden]."""

    def __init__(self, encoder: nn.Module, hidden: int, classes: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(hidden, count) for name, count in classes.items()})

    def forward(self, input_ids: Tensor, lengths: Tensor) -> tuple[dict[str, Tensor], Tensor]:
        pooled = self.encoder(input_ids, lengths)
        dropped = self.dropout(pooled)
        return {name: head(dropped) for name, head in self.heads.items()}, pooled

    def trainable_parameters(self) -> int:
        return sum(parameter.numel() for parameter in self.parameters() if parameter.requires_grad)

    def trainable_share(self) -> float:
        """Of all parameters of base, adapter and heads together, 0 to 1."""
        # Two weights of 4 bits share a byte.
        sizes = (parameter.numel() * (2 if parameter.dtype == torch.uint8 else 1) for parameter in self.parameters())
        return self.trainable_parameters() / sum(sizes)


def loss(
    logits: dict[str, Tensor], truth: dict[str, Tensor], weights: dict[str, float], smoothing: float = 0.0
) -> Tensor:
    """Cross-entropy of each head with label smoothing (Szegedy et al. 2016, §7), weighted, summed over heads.

    Rows whose label is unknown do not count; a head without a known label in the batch gives 0.
    """
    total = next(iter(logits.values())).sum() * 0
    for name, values in logits.items():
        if (truth[name] != UNKNOWN).any():
            each = functional.cross_entropy(values, truth[name], ignore_index=UNKNOWN, label_smoothing=smoothing)
            total = total + weights.get(name, 1.0) * each
    return total


@torch.no_grad()
def start_from(model: TicketModel, weights: dict[str, tuple[np.ndarray, np.ndarray]]) -> None:
    """Puts fitted (weight [labels, hidden], bias [labels]) into the heads: a linear probe before fine-tuning keeps the
    encoder's features from being torn by random heads (Kumar et al. 2022, "Fine-Tuning can Distort Pretrained Features")."""
    for name, (weight, bias) in weights.items():
        model.heads[name].weight.copy_(torch.as_tensor(weight, dtype=torch.float32))
        model.heads[name].bias.copy_(torch.as_tensor(bias, dtype=torch.float32))
