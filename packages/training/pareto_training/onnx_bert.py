"""A BERT sentence encoder as an ONNX graph without weights.

The graph is written directly with onnxruntime's fused operators (`com.microsoft`): what the graph
optimizer would find in an export, stated once, so that nothing depends on how PyTorch traces a model.
Every weight is ONNX external data: a name, an offset and a length inside the model's own
`model.safetensors`. The file that results has a few tens of kilobytes and can be committed.

Inputs   input_ids  int32 [batch, tokens]   right-padded
         lengths    int32 [batch]           tokens of each text, padding not counted
Output   embedding  float [batch, hidden]   mean over the tokens of a text, length 1
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

Precision = Literal["fp32", "int8"]

OPSET = 21
MICROSOFT = "com.microsoft"


@dataclass(frozen=True)
class BertShape:
    """The sizes that the graph depends on, as `config.json` of a BERT model gives them."""

    layers: int
    heads: int
    epsilon: float

    @staticmethod
    def read(config: Path) -> BertShape:
        values = json.loads(config.read_text())
        return BertShape(values["num_hidden_layers"], values["num_attention_heads"], values["layer_norm_eps"])


class GraphBuilder:
    """Collects nodes and initializers; every method returns the name of what it added."""

    def __init__(self, weights: Path) -> None:
        self.nodes: list[NodeProto] = []
        self.initializers: list[TensorProto] = []
        self._location = weights.name
        with weights.open("rb") as file:
            (header_bytes,) = struct.unpack("<Q", file.read(8))
            self._header = json.loads(file.read(header_bytes))
        self._data_start = 8 + header_bytes

    def node(self, operator: str, inputs: list[str], domain: str = "", **attributes: object) -> str:
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def constant(self, name: str, value: np.ndarray) -> str:
        if all(tensor.name != name for tensor in self.initializers):
            self.initializers.append(numpy_helper.from_array(value, name))
        return name

    def shape_of(self, name: str) -> list[int]:
        """The shape of a weight in the safetensors file."""
        return self._header[name]["shape"]

    def weight(self, name: str) -> str:
        """An initializer whose bytes stay in the safetensors file."""
        if any(tensor.name == name for tensor in self.initializers):
            return name
        entry = self._header[name]
        assert entry["dtype"] == "F32", f"{name} is {entry['dtype']}"
        begin, end = entry["data_offsets"]
        tensor = TensorProto(name=name, dims=entry["shape"], data_type=TensorProto.FLOAT)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", self._location), ("offset", self._data_start + begin), ("length", end - begin)):
            tensor.external_data.add(key=key, value=str(value))
        self.initializers.append(tensor)
        return name


def sentence_encoder(weights: Path, shape: BertShape, precision: Precision) -> ModelProto:
    """The whole graph. `int8` quantises activations per tensor at run time and weights per output channel when the
    session loads (symmetric, -127 to 127), so both precisions read the same fp32 file."""
    g = GraphBuilder(weights)
    hidden = embeddings(g, shape)
    for index in range(shape.layers):
        hidden = layer(g, shape, f"encoder.layer.{index}", hidden, precision)
    pooled = g.node("LpNormalization", [mean_over_tokens(g, hidden)], axis=-1, p=2)
    g.nodes.append(helper.make_node("Identity", [pooled], ["embedding"]))
    return encoder_model(g, "sentence_encoder", "embedding")


def token_inputs() -> list[ValueInfoProto]:
    """What every encoder is given: token ids, right-padded, and how many of them are each text's."""
    return [
        helper.make_tensor_value_info("input_ids", TensorProto.INT32, ["batch", "tokens"]),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
    ]


def encoder_model(g: GraphBuilder, name: str, output: str, inputs: Sequence[ValueInfoProto] = ()) -> ModelProto:
    """What was collected, as a model from tokens and further inputs to a vector for each text."""
    graph = helper.make_graph(
        g.nodes,
        name,
        inputs=[*token_inputs(), *inputs],
        outputs=[helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", "hidden"])],
        initializer=g.initializers,
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="pareto")


def embeddings(g: GraphBuilder, shape: BertShape) -> str:
    """Words, positions and the first token type, summed and normalised (Devlin et al. 2019, figure 2)."""
    zero = g.constant("index_0", np.array([0], np.int64))
    one = g.constant("index_1", np.array([1], np.int64))
    first = g.node("Slice", [g.weight("embeddings.token_type_embeddings.weight"), zero, one, zero])
    positions = g.node("Add", [g.weight("embeddings.position_embeddings.weight"), first])
    words = g.node("Gather", [g.weight("embeddings.word_embeddings.weight"), "input_ids"])
    tokens = g.node("Shape", ["input_ids"], start=1, end=2)
    summed = g.node("Add", [words, g.node("Slice", [positions, zero, tokens, zero])])
    scale, bias = (g.weight(f"embeddings.LayerNorm.{part}") for part in ("weight", "bias"))
    return g.node("LayerNormalization", [summed, scale, bias], axis=-1, epsilon=shape.epsilon)


def layer(g: GraphBuilder, shape: BertShape, name: str, x: str, precision: Precision) -> str:
    """One encoder layer: self-attention and feed-forward, each added to its input and normalised."""
    attended = linear(g, f"{name}.attention.output.dense", attention(g, shape, name, x, precision), precision)
    x = add_and_norm(g, shape, f"{name}.attention.output", attended, x)
    raised = linear(g, f"{name}.intermediate.dense", x, precision)
    raised = g.node("BiasGelu", [raised, g.weight(f"{name}.intermediate.dense.bias")], MICROSOFT)
    return add_and_norm(g, shape, f"{name}.output", linear(g, f"{name}.output.dense", raised, precision), x)


def add_and_norm(g: GraphBuilder, shape: BertShape, name: str, x: str, residual: str) -> str:
    norm = [g.weight(f"{name}.LayerNorm.{part}") for part in ("weight", "bias")]
    inputs = [x, residual, *norm, g.weight(f"{name}.dense.bias")]
    return g.node("SkipLayerNormalization", inputs, MICROSOFT, epsilon=shape.epsilon)


def attention(g: GraphBuilder, shape: BertShape, name: str, x: str, precision: Precision) -> str:
    """Query, key and value as one product, then attention over the first `lengths` tokens of each text."""
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    weight = g.node("Concat", [g.weight(f"{part}.weight") for part in parts], axis=0)
    bias = g.node("Concat", [g.weight(f"{part}.bias") for part in parts], axis=0)
    if precision == "fp32":
        inputs = [x, g.node("Transpose", [weight], perm=[1, 0]), bias, "lengths"]
        return g.node("Attention", inputs, MICROSOFT, num_heads=shape.heads)
    weight, scale = quantise_channels(g, weight)
    quantised, x_scale, x_zero = (f"{name}.input_{part}" for part in ("quantised", "scale", "zero"))
    g.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [quantised, x_scale, x_zero]))
    inputs = [quantised, weight, bias, x_scale, scale, "lengths", x_zero]
    return g.node("QAttention", inputs, MICROSOFT, num_heads=shape.heads)


def linear(g: GraphBuilder, name: str, x: str, precision: Precision) -> str:
    """A dense layer without its bias, which the next fused operator adds."""
    weight = g.weight(f"{name}.weight")
    if precision == "fp32":
        return g.node("MatMul", [x, g.node("Transpose", [weight], perm=[1, 0])])
    weight, scale = quantise_channels(g, weight)
    return g.node("DynamicQuantizeMatMul", [x, weight, scale], MICROSOFT)


def quantise_channels(g: GraphBuilder, weight: str) -> tuple[str, str]:
    """[out, in] float to [in, out] int8 and its [out] scales. Constants only: onnxruntime folds it when it loads."""
    axis = g.constant("index_1", np.array([1], np.int64))
    largest = g.node("ReduceMax", [g.node("Abs", [weight]), axis], keepdims=0)
    scale = g.node("Div", [largest, g.constant("int8_limit", np.array(127, np.float32))])
    quantised = g.node("QuantizeLinear", [weight, scale], axis=0, output_dtype=TensorProto.INT8)
    return g.node("Transpose", [quantised], perm=[1, 0]), scale


def mean_over_tokens(g: GraphBuilder, hidden: str) -> str:
    """The mean over the tokens of each text, as a product [batch, 1, tokens] x [batch, tokens, hidden]."""
    axis = g.constant("index_1", np.array([1], np.int64))
    zero, one = (g.constant(f"int32_{value}", np.array(value, np.int32)) for value in (0, 1))
    tokens = g.node("Cast", [g.node("Squeeze", [g.node("Shape", ["input_ids"], start=1, end=2)])], to=TensorProto.INT32)
    lengths = g.node("Unsqueeze", ["lengths", axis])
    mask = g.node("Less", [g.node("Range", [zero, tokens, one]), lengths])
    weights = g.node(
        "Div", [g.node("Cast", [mask], to=TensorProto.FLOAT), g.node("Cast", [lengths], to=TensorProto.FLOAT)]
    )
    return g.node("Squeeze", [g.node("MatMul", [g.node("Unsqueeze", [weights, axis]), hidden]), axis])
