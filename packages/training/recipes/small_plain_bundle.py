"""Writes the bundle without a base that `packages/classifiers` is tested with: a graph of its own, with random weights.

    python packages/training/recipes/small_plain_bundle.py .data/models/all-minilm-l6-v2

It says nothing of texts; its answers are those of the same sums in NumPy, which the smoke texts hold it to.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "packages/training"))

from pareto_training.bundle import write_bundle  # noqa: E402
from pareto_training.calibration import softmax  # noqa: E402
from pareto_training.encoder import TextEncoding  # noqa: E402

BUCKETS, SIZE, MAX_TOKENS = 97, 8, 64
LABELS = ("left", "middle", "right")
TEXTS = ("Where is my parcel?", "La factura está mal", "error E-1042", "a " * 100)

random = np.random.default_rng(11)
table = random.normal(size=(BUCKETS, SIZE)).astype(np.float32)
weight = random.normal(size=(len(LABELS), SIZE)).astype(np.float32) * 3
bias = random.normal(size=len(LABELS)).astype(np.float32)

ints = {"zero": 0, "one": 1, "axis": [1], "last": [2], "buckets": BUCKETS}
nodes = [
    helper.make_node("Cast", ["input_ids"], ["ids"], to=TensorProto.INT64),
    helper.make_node("Mod", ["ids", "buckets"], ["places"]),
    helper.make_node("Gather", ["table", "places"], ["words"]),
    helper.make_node("Shape", ["input_ids"], ["width"], start=1, end=2),
    helper.make_node("Squeeze", ["width"], ["tokens"]),
    helper.make_node("Range", ["zero", "tokens", "one"], ["positions"]),
    helper.make_node("Cast", ["lengths"], ["counts"], to=TensorProto.INT64),
    helper.make_node("Unsqueeze", ["counts", "axis"], ["column"]),
    helper.make_node("Less", ["positions", "column"], ["inside"]),
    helper.make_node("Cast", ["inside"], ["mask"], to=TensorProto.FLOAT),
    helper.make_node("Unsqueeze", ["mask", "last"], ["weights"]),
    helper.make_node("Mul", ["words", "weights"], ["kept"]),
    helper.make_node("ReduceSum", ["kept", "axis"], ["sum"], keepdims=0),
    helper.make_node("Cast", ["column"], ["divisor"], to=TensorProto.FLOAT),
    helper.make_node("Div", ["sum", "divisor"], ["pooled"]),
]
graph = helper.make_graph(
    nodes,
    "plain",
    inputs=[
        helper.make_tensor_value_info("input_ids", TensorProto.INT32, ["batch", "tokens"]),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
    ],
    outputs=[helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["batch", SIZE])],
    initializer=[numpy_helper.from_array(np.array(value, np.int64), name) for name, value in ints.items()]
    + [numpy_helper.from_array(table, "table")],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10, producer_name="pareto")

pooled = np.stack(
    [table[np.array(row) % BUCKETS].mean(axis=0) for row in TextEncoding.load(Path(sys.argv[1]), MAX_TOKENS).ids(TEXTS)]
)
probabilities = softmax(pooled @ weight.T + bias)
manifest = {
    "name": "small-plain",
    "title": "A graph of its own, for tests",
    "created_at": "2026-11-26T00:00:00Z",
    "licence": "MIT",
    "attribution": "",
    "base": None,
    "graph": "model.onnx",
    "max_tokens": MAX_TOKENS,
    "languages": ["en"],
    "adapter": {"method": "none"},
    "heads": [
        {
            "name": "side",
            "labels": list(LABELS),
            "temperature": 1.0,
            "conformal": {"method": "aps", "coverage": 0.9, "quantile": 0.9},
            "abstain_below": 0.4,
            "out_of_scope": {"method": "energy", "threshold": -50.0},
        }
    ],
    "cascade": None,
    "metrics": {},
    "data": [],
    "run": {"id": "small-plain", "experiment": "tests"},
    "commit": "0000000",
    "smoke": [
        {
            "text": text,
            "labels": {"side": LABELS[int(row.argmax())]},
            "probability": {"side": round(float(row.max()), 6)},
        }
        for text, row in zip(TEXTS, probabilities, strict=True)
    ],
}
registry = ROOT / "packages/classifiers/test/bundles"
shutil.rmtree(registry / "small-plain", ignore_errors=True)
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "model.onnx"
    onnx.save(model, path)
    tensors = {"heads.side.weight": weight, "heads.side.bias": bias}
    written = write_bundle(
        registry, manifest, tensors, None, "# small-plain\n\nMade by `recipes/small_plain_bundle.py`.\n", path
    )
print(f"{written.relative_to(ROOT)}: {sum(file.stat().st_size for file in written.iterdir()):,} bytes")
