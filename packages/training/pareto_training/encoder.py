"""MiniLM as the catalogue keeps it: `config.json`, `tokenizer.json` and `model.safetensors`, loaded without a hub."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from .problem import Problem

MODEL_ID = "all-minilm-l6-v2"
WEIGHTS = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class MeanPooled(nn.Module):
    """A transformer whose last hidden states are averaged over the tokens of each text: [batch, tokens] → [batch, hidden]."""

    def __init__(self, model: nn.Module, hidden: int) -> None:
        super().__init__()
        self.model = model
        self.hidden = hidden

    def forward(self, input_ids: Tensor, lengths: Tensor) -> Tensor:
        """`input_ids` [batch, tokens] right-padded, `lengths` [batch]; without padding no mask is made."""
        if int(lengths.min()) == input_ids.shape[1]:
            return self.model(input_ids=input_ids).last_hidden_state.mean(dim=1)
        mask = torch.arange(input_ids.shape[1], device=input_ids.device) < lengths[:, None]
        states = self.model(input_ids=input_ids, attention_mask=mask).last_hidden_state
        return (states * mask[..., None]).sum(dim=1) / lengths[:, None]


def load_encoder(folder: Path, dropout: float = 0.1) -> MeanPooled:
    """The base encoder in fp32. Raises Problem when the model's files are not there."""
    if not (folder / WEIGHTS).is_file():
        raise Problem(f"{folder.name} is not in {folder.parent}", f"npm run models -- pull {MODEL_ID}")
    from transformers import BertConfig, BertModel  # takes seconds, which a mistake in a file of tickets need not wait

    values = json.loads((folder / "config.json").read_text())
    values |= {"hidden_dropout_prob": dropout, "attention_probs_dropout_prob": dropout}
    config = BertConfig(**values, attn_implementation="sdpa")
    model = BertModel(config, add_pooling_layer=False)
    weights = load_file(folder / WEIGHTS)
    missing, _ = model.load_state_dict(weights, strict=False)
    if missing:
        raise Problem(f"{folder / WEIGHTS} lacks {missing[0]}", f"npm run models -- verify {MODEL_ID}")
    return MeanPooled(model, config.hidden_size)


@dataclass(frozen=True)
class TextEncoding:
    """The tokenizer of a model, cut at `max_tokens`, special tokens counted."""

    tokenizer: Tokenizer
    max_tokens: int
    pad: int = 0

    @staticmethod
    def load(folder: Path, max_tokens: int) -> TextEncoding:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_tokens)
        return TextEncoding(tokenizer, max_tokens)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]


def padded(rows: Sequence[Sequence[int]], pad: int = 0) -> tuple[Tensor, Tensor]:
    """`input_ids` [batch, longest] and `lengths` [batch]."""
    lengths = torch.tensor([len(row) for row in rows])
    ids = torch.full((len(rows), int(lengths.max())), pad)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = torch.tensor(row)
    return ids, lengths


@torch.inference_mode()
def pool(encoder: nn.Module, rows: Sequence[Sequence[int]], tokens: int = 4_096) -> Tensor:
    """Pooled vectors [texts, hidden] in input order; batches of texts of like length hold at most `tokens` tokens."""
    was_training = encoder.training
    encoder.eval()
    order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
    parts, batch = [], []
    for index in order:
        if batch and len(rows[index]) * (len(batch) + 1) > tokens:
            parts.append(encoder(*padded([rows[i] for i in batch])))
            batch = []
        batch.append(index)
    parts.append(encoder(*padded([rows[i] for i in batch])))
    encoder.train(was_training)
    result = torch.empty(len(rows), parts[0].shape[1])
    result[torch.tensor(order)] = torch.cat(parts).float()
    return result
