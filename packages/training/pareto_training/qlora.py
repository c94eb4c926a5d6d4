"""QLoRA: the base in 4 bits, adapters in full precision on top (Dettmers et al. 2023, "QLoRA", §3).

Weights are quantised to NF4, the 4-bit type whose levels are quantiles of a normal distribution, in blocks of 64 with
quantised scales ("double quantisation"). bitsandbytes does it on CPUs and GPUs alike, so SmolLM2 at `tiny` and Mistral
or Llama at `gpu` are the same code.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import bitsandbytes as bnb
import torch
import transformers
from peft import LoraConfig, get_peft_model
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase

from .encoder import MeanPooled
from .problem import Problem

#: The dense layers of Llama-like decoders.
TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


class LastToken(MeanPooled):
    """A decoder whose state at the last token stands for the text: only that one has seen all of it."""

    def forward(self, input_ids: Tensor, lengths: Tensor) -> Tensor:
        mask = torch.arange(input_ids.shape[1], device=input_ids.device) < lengths[:, None]
        states = self.model(input_ids=input_ids, attention_mask=mask.long(), use_cache=False).last_hidden_state
        return states[torch.arange(len(lengths), device=states.device), lengths - 1].float()


@dataclass(frozen=True)
class DecoderEncoding:
    """The tokenizer of a decoder, cut at `max_tokens`."""

    tokenizer: PreTrainedTokenizerBase
    max_tokens: int

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        return self.tokenizer(list(texts), truncation=True, max_length=self.max_tokens)["input_ids"]


def load_decoder(folder: Path, max_tokens: int, device: str = "cpu") -> tuple[LastToken, DecoderEncoding]:
    """A decoder without its output layer from a folder with `model.gguf` or a model as transformers saves it.

    Its dense layers are in NF4 afterwards; embeddings and norms stay as they are. Raises Problem without such files.
    """
    if not (folder / "model.gguf").is_file() and not (folder / "config.json").is_file():
        raise Problem(f"{folder.name} is not in {folder.parent}", f"npm run models -- pull {folder.name}")
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    source = {"gguf_file": "model.gguf"} if (folder / "model.gguf").is_file() else {}
    kind = torch.float32 if device == "cpu" else torch.bfloat16
    with redirect_stderr(StringIO()):  # the reader of GGUF files draws a bar that nothing turns off
        model = AutoModel.from_pretrained(folder, dtype=kind, **source)
    tokenizer = AutoTokenizer.from_pretrained(folder, **source)
    quantise(model, kind)
    return LastToken(model.to(device), model.config.hidden_size), DecoderEncoding(tokenizer, max_tokens)


def quantise(model: nn.Module, compute: torch.dtype = torch.float32) -> int:
    """Puts 4-bit layers in the place of all dense layers of a model, and gives how many. They are quantised when the
    model is moved to its device."""
    layers = [(name, module) for name, module in model.named_modules() if type(module) is nn.Linear]
    for name, module in layers:
        parent, _, last = name.rpartition(".")
        four = bnb.nn.Linear4bit(
            module.in_features,
            module.out_features,
            bias=module.bias is not None,
            compute_dtype=compute,
            compress_statistics=True,
            quant_type="nf4",
        )
        # Packed for inference by the first evaluation, weights would let no gradient through in the training after it.
        four.support_avx512bf16_for_cpu = False
        four.weight = bnb.nn.Params4bit(
            module.weight.data, requires_grad=False, quant_type="nf4", compress_statistics=True
        )
        four.bias = module.bias
        setattr(model.get_submodule(parent), last, four)
    return len(layers)


def add_adapter(model: nn.Module, rank: int, alpha: float, dropout: float) -> nn.Module:
    """The decoder with trainable adapters on every dense layer and everything else frozen."""
    return get_peft_model(
        model, LoraConfig(r=rank, lora_alpha=alpha, lora_dropout=dropout, target_modules=list(TARGETS))
    )


def weight_bytes(model: nn.Module) -> int:
    """Bytes of all weights, those of 4-bit layers as they are stored."""
    return sum(parameter.numel() * parameter.element_size() for parameter in model.parameters())
