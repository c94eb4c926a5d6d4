"""A few points that stand for what is in scope, moved away from what is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans

from .out_of_scope import unit

LEAST_PROTOTYPES = 20
FOR_EACH_LABEL = 2
#: How far the mean of foreign texts is subtracted: as much as the prototype itself weighs.
PUSH = 1.0


@dataclass(frozen=True)
class Prototypes:
    """Cosine to the nearest prototype; the higher, the more in scope. `references` [m, d] of length 1.

    Prototypes are the centres of k-means over the directions of the tickets (spherical up to the scaling of the centres;
    Dhillon & Modha 2001), less the mean direction of foreign texts, as Rocchio's classifier subtracts what is not relevant
    (Rocchio 1971; Manning, Raghavan & Schütze, §9.1.1). A bundle stores them as the `references` of `knn` with k = 1: next
    to the thousand tickets of which the nearest ten tell as much they are a fiftieth of the bytes.
    """

    references: np.ndarray

    @staticmethod
    def fit(features: np.ndarray, labels: int, foreign: np.ndarray | None = None, seed: int = 0) -> Prototypes:
        """Of pooled vectors [n, d] of tickets with so many labels, and [f, d] of foreign texts."""
        directions = unit(features)
        count = min(len(directions), max(LEAST_PROTOTYPES, FOR_EACH_LABEL * labels))
        centres = unit(KMeans(count, n_init=4, random_state=seed).fit(directions).cluster_centers_)
        if foreign is None or len(foreign) == 0:
            return Prototypes(centres)
        return Prototypes(unit(centres - PUSH * unit(foreign).mean(axis=0)))

    def score(self, features: np.ndarray) -> np.ndarray:
        """The largest cosine to a prototype [n], −1 to 1."""
        return (unit(features) @ self.references.T).max(axis=1)

    def tensors(self) -> dict[str, np.ndarray]:
        return {"references": self.references.astype(np.float32), "k": np.array([1], np.int32)}
