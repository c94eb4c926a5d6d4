"""Writes the vectors that the graph with adapters is tested against, made by PyTorch and PEFT in one padded batch.

    python packages/training/recipes/golden_lora.py .data/models/all-minilm-l6-v2

The adapter is made of sines, so that the test makes the same one and no weights need to be committed.
"""

import json
import sys
from pathlib import Path

import torch

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "packages/training"))

from pareto_training.encoder import TextEncoding, load_encoder, padded  # noqa: E402
from pareto_training.lora import add_adapter, bundle_tensors, set_tensors  # noqa: E402

RANK, SIZE = 4, 0.08
TEXTS = [
    "a",
    "My card has not arrived yet",
    "¿Cómo puedo cambiar la contraseña de mi cuenta?",
    "Order #1042 came broken: the box was wet, one chair has three legs, and the invoice names another company. " * 3,
    "const app = fastify({ logger: true });",
]

torch.set_num_threads(1)
folder = Path(sys.argv[1])
encoder = load_encoder(folder).eval()
batch = padded(TextEncoding.load(folder, 128).ids(TEXTS))
with torch.no_grad():
    base = encoder(*batch)
    encoder.model = add_adapter(encoder.model, RANK, alpha=2 * RANK, dropout=0.0)
    shapes = {name: tensor.shape for name, tensor in bundle_tensors(encoder).items()}
    sines = {
        name: (torch.sin(torch.arange(shape.numel(), dtype=torch.float64) * 0.7 + place) * SIZE).float().reshape(shape)
        for place, (name, shape) in enumerate(sorted(shapes.items()))
    }
    set_tensors(encoder, sines)
    vectors = encoder.eval()(*batch)
moved = torch.nn.functional.cosine_similarity(base, vectors).max()
golden = {
    "rank": RANK,
    "size": SIZE,
    "rows": [
        {"text": text, "base": [round(x, 6) for x in plain], "adapted": [round(x, 6) for x in vector]}
        for text, plain, vector in zip(TEXTS, base.tolist(), vectors.tolist(), strict=True)
    ],
}
target = ROOT / "packages/classifiers/test/golden/lora.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(golden, ensure_ascii=False) + "\n")
print(f"{target.relative_to(ROOT)}: {len(TEXTS)} texts, cosine of adapted and plain at most {moved:.3f}")
