"""The BERT encoder of `onnx_bert`, with the LoRA adapter of each request as inputs.

One session holds the base weights once and serves any number of fine-tuned models: what differs between them, some
hundreds of kilobytes, comes with the call. A dense layer computes `x·W + (x·a)·b` (Hu et al. 2021, section 4.1); `W` may
be int8, the adapter stays fp32. Before `x` is quantised each token is scaled to a largest element of 1: one scale for
the tensor then fits every token, and errors are a third of those without (cosine to fp32 0.998, not 0.994). `b` has the
factor alpha/rank inside. An adapter of rank 1 with zeros gives the base.

Inputs   input_ids  int32 [batch, tokens]        right-padded
         lengths    int32 [batch]                tokens of each text, padding not counted
         lora.<layer>.qkv.a                [hidden, 3 x rank]   query, key and value side by side
         lora.<layer>.qkv.b                [3, rank, hidden]
         lora.<layer>.<dense>.a            [in, rank]           dense: attention_output, intermediate, output
         lora.<layer>.<dense>.b            [rank, out]
Output   pooled     float [batch, hidden]        mean over the tokens of a text, not normalised
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from onnx import ModelProto, TensorProto, ValueInfoProto, helper

from pareto_training.onnx_bert import (
    MICROSOFT,
    BertShape,
    GraphBuilder,
    Precision,
    add_and_norm,
    embeddings,
    encoder_model,
    linear,
    mean_over_tokens,
    quantise_channels,
)

#: The dense layers of one encoder layer besides query, key and value: name of the input, name of the weights.
DENSE = {"attention_output": "attention.output.dense", "intermediate": "intermediate.dense", "output": "output.dense"}


def adapted_encoder(weights: Path, shape: BertShape, precision: Precision) -> ModelProto:
    """The whole graph; `precision` is that of the base, as in `sentence_encoder`."""
    g = GraphBuilder(weights)
    hidden = embeddings(g, shape)
    for index in range(shape.layers):
        hidden = layer(g, shape, index, hidden, precision)
    g.nodes.append(helper.make_node("Identity", [mean_over_tokens(g, hidden)], ["pooled"]))
    further = [info for index in range(shape.layers) for info in adapter_inputs(g, index)]
    return encoder_model(g, "adapted_encoder", "pooled", further)


def adapter_inputs(g: GraphBuilder, index: int) -> list[ValueInfoProto]:
    """The inputs of one layer's adapter. Every rank is symbolic."""
    shapes: dict[str, list[int | str]] = {}
    hidden, _ = g.shape_of(f"encoder.layer.{index}.attention.self.query.weight")
    shapes["qkv.a"] = [hidden, "three_ranks"]
    shapes["qkv.b"] = [3, "rank", hidden]
    for dense, name in DENSE.items():
        wide, narrow = g.shape_of(f"encoder.layer.{index}.{name}.weight")
        shapes[f"{dense}.a"] = [narrow, "rank"]
        shapes[f"{dense}.b"] = ["rank", wide]
    return [
        helper.make_tensor_value_info(f"lora.{index}.{part}", TensorProto.FLOAT, dims) for part, dims in shapes.items()
    ]


def layer(g: GraphBuilder, shape: BertShape, index: int, x: str, precision: Precision) -> str:
    """One encoder layer, each of its dense layers adapted."""
    name = f"encoder.layer.{index}"

    def adapted(dense: str, value: str) -> str:
        return g.node(
            "Add", [product(g, f"{name}.{DENSE[dense]}", value, precision), low_rank(g, f"lora.{index}.{dense}", value)]
        )

    attended = adapted("attention_output", attention(g, shape, index, x, precision))
    x = add_and_norm(g, shape, f"{name}.attention.output", attended, x)
    raised = g.node("BiasGelu", [adapted("intermediate", x), g.weight(f"{name}.intermediate.dense.bias")], MICROSOFT)
    return add_and_norm(g, shape, f"{name}.output", adapted("output", raised), x)


def product(g: GraphBuilder, name: str, x: str, precision: Precision) -> str:
    """`linear` with a scale for each token."""
    if precision == "fp32":
        return linear(g, name, x, precision)
    scaled, scale = scale_tokens(g, x)
    return g.node("Mul", [linear(g, name, scaled, precision), scale])


def scale_tokens(g: GraphBuilder, x: str) -> tuple[str, str]:
    """`x` [batch, tokens, size] over the largest magnitude of each token, and those magnitudes [batch, tokens, 1]."""
    last = g.constant("index_minus_1", np.array([-1], np.int64))
    largest = g.node("ReduceMax", [g.node("Abs", [x]), last], keepdims=1)
    scale = g.node("Max", [largest, g.constant("smallest_scale", np.array(1e-6, np.float32))])
    return g.node("Div", [x, scale]), scale


def low_rank(g: GraphBuilder, adapter: str, x: str) -> str:
    return g.node("MatMul", [g.node("MatMul", [x, f"{adapter}.a"]), f"{adapter}.b"])


def attention(g: GraphBuilder, shape: BertShape, index: int, x: str, precision: Precision) -> str:
    """Attention over the first `lengths` tokens of each text. The three products share one quantised input, and the
    three adapters one product with `a`."""
    narrow = split_in_three(g, g.node("MatMul", [x, f"lora.{index}.qkv.a"]), axis=-1)
    # Without the axis of 1, each product is one of matrices and not one per text.
    first = g.constant("index_0", np.array([0], np.int64))
    wide = [g.node("Squeeze", [b, first]) for b in split_in_three(g, f"lora.{index}.qkv.b", axis=0)]
    names = [f"encoder.layer.{index}.attention.self.{part}" for part in ("query", "key", "value")]
    project = projection(g, f"encoder.layer.{index}", x, precision)
    sums = [
        g.node("Add", [project(name), g.node("MatMul", [a, b])]) for name, a, b in zip(names, narrow, wide, strict=True)
    ]
    bias = g.node("Concat", [g.weight(f"{name}.bias") for name in names], axis=0)
    return g.node("MultiHeadAttention", [*sums, bias, "lengths"], MICROSOFT, num_heads=shape.heads)


def projection(g: GraphBuilder, layer_name: str, x: str, precision: Precision):
    """Products of `x` with the weights of a name, without bias; for int8, `x` is quantised once for all of them."""
    if precision == "fp32":
        return lambda name: linear(g, name, x, precision)
    scaled, token_scale = scale_tokens(g, x)
    quantised, scale, zero = (f"{layer_name}.input_{part}" for part in ("quantised", "scale", "zero"))
    g.nodes.append(helper.make_node("DynamicQuantizeLinear", [scaled], [quantised, scale, zero]))

    def of(name: str) -> str:
        weight, weight_scale = quantise_channels(g, g.weight(f"{name}.weight"))
        whole = g.node("MatMulIntegerToFloat", [quantised, weight, scale, weight_scale, zero], MICROSOFT)
        return g.node("Mul", [whole, token_scale])

    return of


def split_in_three(g: GraphBuilder, x: str, axis: int) -> list[str]:
    names = [f"Split_{len(g.nodes)}_{part}" for part in range(3)]
    g.nodes.append(helper.make_node("Split", [x], names, axis=axis, num_outputs=3))
    return names
