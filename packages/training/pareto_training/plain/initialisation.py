"""Where weights begin, which decides whether a signal reaches the last layer and a gradient the first."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

Scheme = Literal["xavier", "he", "normal", "zeros"]


def initialise(model: nn.Module, scheme: Scheme, seed: int = 0) -> nn.Module:
    """Sets the weights of all linear and convolution layers, biases to 0, embeddings to N(0, 1/size).

    xavier  variance 2 / (in + out): keeps signals of linear and tanh units (Glorot & Bengio 2010, eq. 16)
    he      variance 2 / in: twice as much, since a rectifier lets half through (He et al. 2015, eq. 10)
    normal  variance 1: what one writes without thinking; signals grow from layer to layer
    zeros   every unit the same for ever: nothing is learned in hidden layers
    """
    generator = torch.Generator().manual_seed(seed)
    for layer in model.modules():
        if isinstance(layer, nn.Embedding):
            with torch.no_grad():
                layer.weight.normal_(0, layer.embedding_dim**-0.5, generator=generator)
                if layer.padding_idx is not None:
                    layer.weight[layer.padding_idx] = 0
        elif isinstance(layer, (nn.Linear, nn.Conv1d)):
            nn.init.zeros_(layer.bias)
            if scheme == "xavier":
                nn.init.xavier_normal_(layer.weight, generator=generator)
            elif scheme == "he":
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
            elif scheme == "normal":
                nn.init.normal_(layer.weight, generator=generator)
            else:
                nn.init.zeros_(layer.weight)
    return model


@torch.no_grad()
def spread_by_layer(layers: nn.ModuleList, rows: Tensor) -> list[float]:
    """Root mean square of the signal after each linear layer and rectifier, for inputs [n, features]: even layers mean
    that the initialisation suits the depth."""
    found = []
    for layer in layers:
        rows = torch.relu(layer(rows))
        found.append(float(rows.square().mean().sqrt()))
    return found
