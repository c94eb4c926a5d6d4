"""Prints, as JSON, build time, milliseconds a query and recall of FAISS flat and HNSW; the last vectors are the queries.

    python faiss_search.py VECTORS.f32 DIMENSIONS QUERIES K THREADS
"""

import json
import sys
import time

import faiss
import numpy as np

file, dimensions, queries, k, threads = sys.argv[1], *(int(value) for value in sys.argv[2:])
faiss.omp_set_num_threads(threads)
vectors = np.fromfile(file, dtype=np.float32).reshape(-1, dimensions)
stored, asked = vectors[:-queries], vectors[-queries:]


def measure(name: str, index: faiss.Index, exact: np.ndarray | None) -> tuple[dict, np.ndarray]:
    began = time.perf_counter()
    index.add(stored)
    build = time.perf_counter() - began
    for query in asked:
        index.search(query[None], k)
    times, found = [], []
    for query in asked:
        began = time.perf_counter()
        _, ids = index.search(query[None], k)
        times.append((time.perf_counter() - began) * 1e3)
        found.append(ids[0])
    found = np.array(found)
    recall = 1.0 if exact is None else float(np.mean([len(set(a) & set(b)) / k for a, b in zip(found, exact)]))
    return {"name": name, "build_s": build, "ms": times, "recall": recall}, found


flat, exact = measure("FAISS flat", faiss.IndexFlatIP(dimensions), None)
hnsw_index = faiss.IndexHNSWFlat(dimensions, 32, faiss.METRIC_INNER_PRODUCT)
hnsw_index.hnsw.efConstruction = 200
hnsw_index.hnsw.efSearch = 64
hnsw, _ = measure("FAISS HNSW", hnsw_index, exact)
print(json.dumps([flat, hnsw]))
