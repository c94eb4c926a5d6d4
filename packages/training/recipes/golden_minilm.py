"""Writes the vectors that `packages/embeddings` is tested against, made by sentence-transformers in padded batches.

python packages/training/recipes/golden_minilm.py .data/models/all-minilm-l6-v2
"""

import json
import sys
from pathlib import Path

from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Normalize, Pooling, Transformer

ROOT = Path(__file__).parents[3]
SENTENCES = [
    "a",
    "How do I reset my password?",
    "¿Cómo puedo cambiar la contraseña de mi cuenta?",
    "The quick brown fox jumps over the lazy dog.",
    "Fastify validates the body of a request against a JSON schema before the handler runs.",
    "naïve café — “quotes”, emoji 🙂 and 漢字",
    "const app = fastify({ logger: true }); await app.listen({ port: 3000 });",
    "En un lugar de la Mancha, de cuyo nombre no quiero acordarme, no ha mucho tiempo que vivía un hidalgo.",
    "1234567890 3.14159 2026-01-01",
]
# Beside a short text, a long one pads the batch; beyond 256 tokens, the model sees only the beginning.
TEXTS = SENTENCES + [" ".join(SENTENCES[i:] * repeat) for i, repeat in ((2, 1), (4, 2), (5, 3), (3, 6), (2, 12))]

transformer = Transformer(sys.argv[1], max_seq_length=256)
model = SentenceTransformer(modules=[transformer, Pooling(384, "mean"), Normalize()])
vectors = model.encode(TEXTS, batch_size=len(TEXTS))
golden = [
    {"text": text, "vector": [round(float(x), 6) for x in vector]} for text, vector in zip(TEXTS, vectors, strict=True)
]
target = ROOT / "packages/embeddings/test/golden/minilm.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(golden, ensure_ascii=False) + "\n")
print(f"{target.relative_to(ROOT)}: {len(golden)} texts")
