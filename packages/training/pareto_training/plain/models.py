"""Three small networks. Each has a body that gives `pooled` [batch, width] and a linear head on it."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

PADDING, UNKNOWN = 0, 1


class Network(nn.Module):
    """A body and a head: inputs → logits [batch, classes]. Dropout falls on what the head sees (Srivastava et al. 2014)."""

    def __init__(self, body: nn.Module, width: int, classes: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.body = body
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(width, classes)

    def forward(self, *inputs: Tensor) -> Tensor:
        return self.head(self.dropout(self.body(*inputs)))


class BagOfEmbeddings(nn.Module):
    """Mean of the embeddings of a text's tokens, then one layer (Joulin et al. 2017; Iyyer et al. 2015). Order is lost."""

    def __init__(self, tokens: int, size: int, width: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.embedding = nn.Embedding(tokens, size, padding_idx=PADDING)
        self.word_dropout = dropout
        self.hidden = nn.Linear(size, width)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """`ids` [batch, tokens] padded with 0, `lengths` [batch] → [batch, width]."""
        mask = within(ids, lengths)
        if self.training and self.word_dropout:
            # Whole words are left out, so that no single one decides.
            mask = mask & (torch.rand(ids.shape, device=ids.device) >= self.word_dropout)
        weights = mask.float()[..., None]
        mean = (self.embedding(ids) * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)
        return functional.relu(self.hidden(mean))


class TextCnn(nn.Module):
    """Filters over 1 to 3 neighbouring words, each giving its largest response (Kim 2014)."""

    SPANS = (1, 2, 3)

    def __init__(self, tokens: int, size: int, width: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.embedding = nn.Embedding(tokens, size, padding_idx=PADDING)
        self.dropout = nn.Dropout(dropout)
        filters = [width // len(self.SPANS)] * len(self.SPANS)
        filters[0] += width - sum(filters)
        self.filters = nn.ModuleList(nn.Conv1d(size, n, span) for n, span in zip(filters, self.SPANS, strict=True))

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """`ids` [batch, tokens] padded with 0, `lengths` [batch] → [batch, width]."""
        # Padding is zeroed, and each text gets the two zeros that the longest span needs to end on its last word:
        # what a text gives does not depend on its neighbours in the batch.
        words = self.dropout(self.embedding(ids)) * within(ids, lengths)[..., None]
        words = functional.pad(words.transpose(1, 2), (0, max(self.SPANS) - 1))
        mask = within(ids, lengths)[:, None, :]
        parts = [functional.relu(f(words)[..., : ids.shape[1]]) * mask for f in self.filters]
        return torch.cat([part.amax(dim=2) for part in parts], dim=1)


class Perceptron(nn.Module):
    """Layers of rectified units over a row of numbers [batch, features] (Glorot, Bordes & Bengio 2011)."""

    def __init__(self, features: int, width: int, layers: int, dropout: float = 0.0) -> None:
        super().__init__()
        sizes = [features] + [width] * layers
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:], strict=False))
        self.dropout = nn.Dropout(dropout)

    def forward(self, rows: Tensor) -> Tensor:
        for index, layer in enumerate(self.layers):
            rows = functional.relu(layer(self.dropout(rows) if index else rows))
        return rows


def within(ids: Tensor, lengths: Tensor) -> Tensor:
    """True for tokens, false for padding: [batch, tokens]."""
    return torch.arange(ids.shape[1], device=ids.device) < lengths[:, None]
