"""What a model says about tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Rows:
    """Logits [n, labels] and truth [n] (−1 unknown) by head, pooled vectors [n, d]."""

    logits: dict[str, np.ndarray]
    truth: dict[str, np.ndarray]
    vectors: np.ndarray

    def known(self, head: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Logits, truth and vectors of the tickets whose label is known."""
        rows = self.truth[head] >= 0
        return self.logits[head][rows], self.truth[head][rows], self.vectors[rows]

    def chosen(self, which: np.ndarray | slice) -> Rows:
        """Some of the tickets, by their places or a mask."""
        return Rows(
            {head: values[which] for head, values in self.logits.items()},
            {head: values[which] for head, values in self.truth.items()},
            self.vectors[which],
        )

    @staticmethod
    def together(parts: Sequence[Rows]) -> Rows:
        """The tickets of several as one, in order."""
        first = parts[0]
        return Rows(
            {head: np.concatenate([part.logits[head] for part in parts]) for head in first.logits},
            {head: np.concatenate([part.truth[head] for part in parts]) for head in first.truth},
            np.concatenate([part.vectors for part in parts]),
        )
