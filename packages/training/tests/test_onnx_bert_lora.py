"""The graph with adapters against PyTorch with PEFT, on a padded batch."""

import numpy as np
import onnxruntime
import pytest
import torch

from pareto_training.encoder import TextEncoding, load_encoder, padded
from pareto_training.lora import add_adapter, bundle_tensors
from pareto_training.onnx_bert import BertShape
from pareto_training.onnx_bert_lora import adapted_encoder

TEXTS = ["a", "My card has not arrived yet", "¿Dónde está mi paquete? " * 20, "error E-1042 after the update"]


@pytest.fixture(scope="module")
def adapted(minilm):
    """Token ids, the adapter's tensors and what PyTorch makes of both."""
    torch.manual_seed(7)
    encoder = load_encoder(minilm, dropout=0.0).eval()
    encoder.model = add_adapter(encoder.model, rank=8, alpha=16, dropout=0.0).eval()
    for name, parameter in encoder.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(parameter, std=0.04)
    ids, lengths = padded(TextEncoding.load(minilm, 128).ids(TEXTS))
    with torch.no_grad():
        plain = load_encoder(minilm).eval()(ids, lengths).numpy()
        return ids, lengths, bundle_tensors(encoder), encoder(ids, lengths).numpy(), plain


def run(minilm, precision, ids, lengths, tensors):
    weights = minilm / "model.safetensors"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    content = weights.read_bytes()
    options.add_external_initializers_from_files_in_memory([weights.name], [content], [len(content)])
    graph = adapted_encoder(weights, BertShape.read(minilm / "config.json"), precision)
    session = onnxruntime.InferenceSession(graph.SerializeToString(), options)
    feeds = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}
    feeds |= {"input_ids": ids.numpy().astype(np.int32), "lengths": lengths.numpy().astype(np.int32)}
    return session.run(["pooled"], feeds)[0]


def cosines(a, b):
    return (a * b).sum(axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


def test_fp32_is_peft(minilm, adapted):
    ids, lengths, tensors, expected, plain = adapted
    assert cosines(expected, plain).max() < 0.95  # the adapter changes every text
    assert np.abs(run(minilm, "fp32", ids, lengths, tensors) - expected).max() < 1e-4


def test_int8_is_near(minilm, adapted):
    ids, lengths, tensors, expected, _ = adapted
    assert cosines(run(minilm, "int8", ids, lengths, tensors), expected).min() > 0.99


def test_zeros_of_rank_one_give_the_base(minilm, adapted):
    ids, lengths, tensors, _, plain = adapted
    zeros = {
        name: torch.zeros([{8: 1, 24: 3}.get(size, size) for size in tensor.shape]) for name, tensor in tensors.items()
    }
    assert np.abs(run(minilm, "fp32", ids, lengths, zeros) - plain).max() < 1e-4
