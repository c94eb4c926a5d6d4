"""A ticket seen twice: what the encoder understands of it, and which words it has.

Per head logits = encoder + gain · TF-IDF, a log-linear pool of two models (Genest & Zidek 1986, §3) that err on different
tickets. TF-IDF is computed for the cascade anyway, so it costs nothing more. Everything after the sum, temperature,
sets, thresholds and scope scores, sees these logits only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from .calibration import fit_temperature, negative_log_likelihood
from .rows import Rows

GAINS = np.round(np.arange(0, 3.01, 0.1), 1)


def fit_gains(validation: Rows, words: Mapping[str, np.ndarray]) -> dict[str, float]:
    """For each head the gain with the least negative log-likelihood on the validation part, which neither model saw;
    0 where words add nothing. `words` are TF-IDF's logits [n, labels] of the same tickets."""
    return {head: fit_gain(logits, words[head], validation.truth[head]) for head, logits in validation.logits.items()}


def fit_gain(encoder: np.ndarray, words: np.ndarray, y: np.ndarray) -> float:
    known = y >= 0

    def loss(gain: float) -> float:
        logits = (encoder + gain * words)[known]
        return negative_log_likelihood(logits, y[known], fit_temperature(logits, y[known]))

    return float(min(GAINS, key=loss))


def blend(rows: Rows, words: Mapping[str, np.ndarray], gains: Mapping[str, float]) -> Rows:
    """The rows with the logits of both models together."""
    return replace(rows, logits={head: logits + gains[head] * words[head] for head, logits in rows.logits.items()})
