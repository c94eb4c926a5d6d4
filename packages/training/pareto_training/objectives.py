"""Losses beside cross-entropy."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def supervised_contrastive(features: Tensor, labels: Tensor, temperature: float) -> Tensor:
    """Pulls vectors [n, d] of the same label together and others apart (Khosla et al. 2020, eq. 2).

    Rows with a negative label or without a partner do not count; 0 when no row has one.
    """
    vectors = functional.normalize(features.float(), dim=1)
    similarity = vectors @ vectors.T / temperature
    itself = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    similarity = similarity.masked_fill(itself, float("-inf"))
    partners = (labels[:, None] == labels[None, :]) & ~itself & (labels >= 0)[:, None]
    counts = partners.sum(dim=1)
    log_shares = similarity - similarity.logsumexp(dim=1, keepdim=True)
    each = -log_shares.masked_fill(~partners, 0).sum(dim=1) / counts.clamp(min=1)
    return each[counts > 0].mean() if (counts > 0).any() else features.sum() * 0


def divergence_of_passes(first: Tensor, second: Tensor) -> Tensor:
    """Mean of both Kullback–Leibler divergences between two passes with other dropout (Wu et al. 2021, "R-Drop", eq. 3)."""
    p, q = first.log_softmax(dim=-1), second.log_softmax(dim=-1)
    there = functional.kl_div(q, p, log_target=True, reduction="batchmean")
    back = functional.kl_div(p, q, log_target=True, reduction="batchmean")
    return (there + back) / 2
