"""Writes the graphs that `packages/classifiers` commits: all-MiniLM-L6-v2 with LoRA adapters as inputs, no weights inside.

python packages/training/recipes/export_minilm_lora.py .data/models/all-minilm-l6-v2
"""

import sys
from pathlib import Path

import onnx

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "packages/training"))

from pareto_training.onnx_bert import BertShape  # noqa: E402
from pareto_training.onnx_bert_lora import adapted_encoder  # noqa: E402

model = Path(sys.argv[1])
for precision in ("fp32", "int8"):
    graph = adapted_encoder(model / "model.safetensors", BertShape.read(model / "config.json"), precision)
    path = ROOT / f"packages/classifiers/models/minilm-lora.{precision}.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(graph, path)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
