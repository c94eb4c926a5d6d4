"""Rows to learn from, in batches: texts as token ids, or tables of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..batches import bucketed
from .models import PADDING, UNKNOWN

Batch = tuple[tuple[Tensor, ...], Tensor]


@dataclass(frozen=True)
class Table:
    """`x` [n, features] as floats, `y` [n] whole numbers from 0."""

    x: np.ndarray
    y: np.ndarray

    def batches(self, size: int, random: np.random.Generator | None = None) -> Iterator[Batch]:
        """All rows once: at random, or in their order without a generator."""
        order = random.permutation(len(self.y)) if random else np.arange(len(self.y))
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            yield (torch.tensor(self.x[chosen], dtype=torch.float32),), torch.tensor(self.y[chosen])

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class Texts:
    """`ids` compact token ids of each text, `y` [n] whole numbers from 0."""

    ids: Sequence[np.ndarray]
    y: np.ndarray

    def batches(self, size: int, random: np.random.Generator | None = None) -> Iterator[Batch]:
        """All texts once, in batches of like length: at random, or in their order without a generator."""
        if random:
            chosen = bucketed([len(row) for row in self.ids], size, random)
        else:
            chosen = [np.arange(at, min(at + size, len(self.y))) for at in range(0, len(self.y), size)]
        for rows in chosen:
            lengths = [len(self.ids[i]) for i in rows]
            ids = np.full((len(rows), max(lengths)), PADDING)
            for place, i in enumerate(rows):
                ids[place, : lengths[place]] = self.ids[i]
            yield (torch.tensor(ids), torch.tensor(lengths)), torch.tensor(self.y[rows])

    def __len__(self) -> int:
        return len(self.y)


def compact_vocabulary(rows: Sequence[Sequence[int]], tokens: int, least: int = 2) -> np.ndarray:
    """From ids of a tokenizer with this many tokens to ids without gaps: int32 [tokens].

    Tokens in fewer than `least` texts are one unknown token (1); 0 is padding.
    """
    counts = Counter(token for row in rows for token in set(row))
    mapping = np.full(tokens, UNKNOWN, np.int32)
    known = sorted(token for token, count in counts.items() if count >= least)
    mapping[known] = np.arange(len(known)) + UNKNOWN + 1
    return mapping
