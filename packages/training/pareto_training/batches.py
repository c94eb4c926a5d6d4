"""Batches of texts of like length, so that next to nothing of a batch is padding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

#: Batches that are sorted together: enough for even lengths, few enough that batches differ from epoch to epoch.
POOLED_BATCHES = 40


def bucketed(lengths: Sequence[int], size: int, random: np.random.Generator) -> list[np.ndarray]:
    """Positions of all rows once, in random batches of at most `size` whose rows have nearly the same length."""
    order = random.permutation(len(lengths))
    measure = np.asarray(lengths)
    batches = []
    for start in range(0, len(order), size * POOLED_BATCHES):
        pool = order[start : start + size * POOLED_BATCHES]
        pool = pool[np.argsort(measure[pool], kind="stable")]
        batches += [pool[at : at + size] for at in range(0, len(pool), size)]
    return [batches[index] for index in random.permutation(len(batches))]


def padding_share(lengths: Sequence[int], batches: Sequence[np.ndarray]) -> float:
    """Share of the tokens of all batches that is padding, 0 to 1."""
    measure = np.asarray(lengths)
    filled = sum(int(measure[batch].sum()) for batch in batches)
    return 1 - filled / sum(int(measure[batch].max()) * len(batch) for batch in batches)
