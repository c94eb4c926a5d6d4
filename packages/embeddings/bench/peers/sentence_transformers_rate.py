"""Prints the seconds that sentence-transformers takes to embed a JSON list of texts, after a warm-up.

    python sentence_transformers_rate.py MODEL_FOLDER TEXTS.json THREADS
"""

import json
import sys
import time

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Normalize, Pooling, Transformer

folder, texts_file, threads = sys.argv[1:]
torch.set_num_threads(int(threads))
transformer = Transformer(folder, max_seq_length=256)
model = SentenceTransformer(modules=[transformer, Pooling(384, "mean"), Normalize()])
texts = json.load(open(texts_file))
model.encode(texts[:32])
began = time.perf_counter()
model.encode(texts, batch_size=32, show_progress_bar=False)
print(time.perf_counter() - began)
