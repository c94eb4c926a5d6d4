"""Writes the graphs of all-MiniLM-L6-v2 that `packages/embeddings` commits: fp32 and int8, without weights.

python packages/training/recipes/export_minilm.py .data/models/all-minilm-l6-v2
"""

import sys
from pathlib import Path

import onnx

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "packages/training"))

from pareto_training.onnx_bert import BertShape, sentence_encoder  # noqa: E402

model = Path(sys.argv[1])
target = ROOT / "packages/embeddings/models/all-minilm-l6-v2"
target.mkdir(parents=True, exist_ok=True)
for precision in ("fp32", "int8"):
    graph = sentence_encoder(model / "model.safetensors", BertShape.read(model / "config.json"), precision)
    path = target / f"{precision}.onnx"
    onnx.save(graph, path)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
