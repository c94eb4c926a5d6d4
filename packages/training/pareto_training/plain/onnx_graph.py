"""A trained text network as an ONNX graph for a bundle without a base.

Inputs   input_ids  int32 [batch, tokens]   of the base's tokenizer, right-padded
         lengths    int32 [batch]           tokens of each text, padding not counted
Output   pooled     float [batch, width]    what the heads of the bundle multiply
"""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

from ..onnx_bert import token_inputs
from .models import BagOfEmbeddings, TextCnn

OPSET = 21


class Nodes:
    """Collects nodes and constants; every method gives the name of what it added."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def __call__(self, operator: str, *inputs: str, **attributes: object) -> str:
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name

    def constant(self, value: np.ndarray) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name


def text_graph(body: BagOfEmbeddings | TextCnn, mapping: np.ndarray) -> ModelProto:
    """The body of a network with its weights, after the mapping [tokens of the tokenizer] to compact ids."""
    weights = {name: value.detach().numpy() for name, value in body.state_dict().items()}
    g = Nodes()
    zero, one, axis1 = (g.constant(np.array(v, np.int64)) for v in (0, 1, [1]))
    ids = g("Gather", g.constant(mapping), "input_ids")
    tokens = g("Squeeze", g("Shape", "input_ids", start=1, end=2))
    places = g("Range", zero, tokens, one)
    counts = g("Unsqueeze", g("Cast", "lengths", to=TensorProto.INT64), axis1)
    mask = g("Cast", g("Less", places, counts), to=TensorProto.FLOAT)
    column = g("Unsqueeze", mask, g.constant(np.array([2])))
    words = g("Mul", g("Gather", g.constant(weights["embedding.weight"]), ids), column)
    pooled = bag(g, words, mask, weights) if isinstance(body, BagOfEmbeddings) else convolved(g, words, mask, weights)
    g.nodes.append(helper.make_node("Identity", [pooled], ["pooled"]))
    graph = helper.make_graph(
        g.nodes,
        "text_classifier",
        inputs=token_inputs(),
        outputs=[helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["batch", "width"])],
        initializer=g.constants,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10, producer_name="pareto"
    )
    checker.check_model(model, full_check=True)
    return model


def bag(g: Nodes, words: str, mask: str, weights: dict[str, np.ndarray]) -> str:
    axis1 = g.constant(np.array([1]))
    total = g("ReduceSum", words, axis1, keepdims=0)
    count = g("Max", g("ReduceSum", mask, axis1, keepdims=1), g.constant(np.array(1, np.float32)))
    mean = g("Div", total, count)
    hidden = g("Gemm", mean, g.constant(weights["hidden.weight"]), g.constant(weights["hidden.bias"]), transB=1)
    return g("Relu", hidden)


def convolved(g: Nodes, words: str, mask: str, weights: dict[str, np.ndarray]) -> str:
    channels = g("Transpose", words, perm=[0, 2, 1])
    row = g("Unsqueeze", mask, g.constant(np.array([1])))
    parts = []
    for index, span in enumerate(TextCnn.SPANS):
        kernel, bias = (g.constant(weights[f"filters.{index}.{part}"]) for part in ("weight", "bias"))
        response = g("Conv", channels, kernel, bias, pads=[0, span - 1], kernel_shape=[span])
        kept = g("Mul", g("Relu", response), row)
        parts.append(g("ReduceMax", kept, g.constant(np.array([2])), keepdims=0))
    return g("Concat", *parts, axis=1)
