"""LoRA adapters with PEFT, and their weights as the serving graph takes them.

Hu et al. 2021, "LoRA", §4.1: a dense layer computes W·x + (alpha / rank)·B·A·x; only A and B are trained.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import torch
from torch import Tensor, nn

TARGETS = ("query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense")
#: The dense layers besides query, key and value: name in a bundle, name in the encoder.
DENSE = {"attention_output": "attention.output.dense", "intermediate": "intermediate.dense", "output": "output.dense"}


def add_adapter(
    model: nn.Module, rank: int, alpha: float, targets: tuple[str, ...] = TARGETS, dropout: float = 0.1
) -> nn.Module:
    """The model with trainable adapters on its target layers and everything else frozen."""
    from peft import LoraConfig, get_peft_model  # takes seconds, as in encoder.py

    # "output.dense" alone would match "attention.output.dense" too: the pattern names whole layers.
    pattern = r".*\.(?:attention\.self\.)?(?:" + "|".join(bert_layer(target) for target in targets) + r")"
    config = LoraConfig(r=rank, lora_alpha=alpha, lora_dropout=dropout, target_modules=pattern)
    return get_peft_model(model, config)


def bert_layer(target: str) -> str:
    if target == "output.dense":
        return r"(?<!attention\.)output\.dense"
    return re.escape(target)


def bundle_tensors(encoder: nn.Module, layers: int = 6) -> dict[str, Tensor]:
    """The adapter as `lora.<layer>.…` tensors with alpha / rank inside b; targets without an adapter are zeros.

    `qkv.a` [hidden, 3·rank] and `qkv.b` [3, rank, hidden]; of the other dense layers `a` [in, rank] and `b` [rank, out].
    """
    adapters = {
        name.split("encoder.layer.")[-1]: module for name, module in encoder.named_modules() if is_adapted(module)
    }
    rank = next(iter(adapters.values())).r["default"]
    tensors = {}
    for layer in range(layers):
        parts = [product(adapters.get(f"{layer}.attention.self.{part}"), rank) for part in ("query", "key", "value")]
        found = next((part for part in parts if part is not None), None)
        zeros = (
            (torch.zeros(384, rank), torch.zeros(rank, 384)) if found is None else tuple(map(torch.zeros_like, found))
        )
        pairs = [part or zeros for part in parts]
        tensors[f"lora.{layer}.qkv.a"] = torch.cat([a for a, _ in pairs], dim=1)
        tensors[f"lora.{layer}.qkv.b"] = torch.stack([b for _, b in pairs])
        for name, dense in DENSE.items():
            pair = product(adapters.get(f"{layer}.{dense}"), rank)
            a_size, b_size = {"intermediate": (384, 1536), "output": (1536, 384)}.get(name, (384, 384))
            a, b = pair or (torch.zeros(a_size, rank), torch.zeros(rank, b_size))
            tensors[f"lora.{layer}.{name}.a"], tensors[f"lora.{layer}.{name}.b"] = a, b
    return {name: tensor.detach().float().contiguous() for name, tensor in tensors.items()}


def is_adapted(module: nn.Module) -> bool:
    return hasattr(module, "lora_A") and "default" in module.lora_A


def product(module: nn.Module | None, rank: int) -> tuple[Tensor, Tensor] | None:
    """(a [in, rank], b [rank, out]) of one layer: x·a·b is what the adapter adds."""
    if module is None:
        return None
    a, b = module.lora_A["default"].weight, module.lora_B["default"].weight
    return a.T, b.T * module.scaling["default"]


@torch.no_grad()
def set_tensors(encoder: nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """The reverse of `bundle_tensors`: puts a bundle's adapter into an encoder with adapters of the same rank."""
    for name, module in encoder.named_modules():
        if not is_adapted(module):
            continue
        layer, _, dense = name.split("encoder.layer.")[-1].partition(".")
        if dense.startswith("attention.self."):
            part = ("query", "key", "value").index(dense.removeprefix("attention.self."))
            rank = module.r["default"]
            a = tensors[f"lora.{layer}.qkv.a"][:, part * rank : (part + 1) * rank]
            b = tensors[f"lora.{layer}.qkv.b"][part]
        else:
            short = next(key for key, value in DENSE.items() if value == dense)
            a, b = tensors[f"lora.{layer}.{short}.a"], tensors[f"lora.{layer}.{short}.b"]
        module.lora_A["default"].weight.copy_(a.T)
        module.lora_B["default"].weight.copy_(b.T / module.scaling["default"])


def merged(encoder: nn.Module) -> nn.Module:
    """The encoder with its adapters added into the weights: the same function without the extra products."""
    return encoder.merge_and_unload()
