"""rank-bm25 and bm25s behind a line protocol, so that the caller can take turns with them.

Reads one JSON object per line: {"load": path, "k1", "b"} builds an index; {"run": n, "k"} answers the first n queries.
Answers one JSON object per line. The file holds {"documents": [[term, ...]], "queries": [[term, ...]]}.
"""

import json
import resource
import sys
import time

import numpy as np


class RankBm25:
    def build(self, documents, k1, b):
        from rank_bm25 import BM25Okapi

        self.index = BM25Okapi(documents, k1=k1, b=b)

    def search(self, queries, k):
        answers = []
        for query in queries:
            scores = self.index.get_scores(query)
            best = np.argpartition(scores, -k)[-k:]
            answers.append(best[np.argsort(-scores[best])].tolist())
        return answers


class Bm25s:
    def build(self, documents, k1, b):
        import bm25s

        self.index = bm25s.BM25(method="lucene", k1=k1, b=b)
        self.index.index(documents, show_progress=False)

    def search(self, queries, k):
        documents, _ = self.index.retrieve(queries, k=k, show_progress=False, n_threads=0)
        return documents.tolist()


PEERS = {"rank-bm25": RankBm25, "bm25s": Bm25s}


def resident_mb():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 2**20


def main():
    peer = PEERS[sys.argv[1]]()
    queries = []
    for line in sys.stdin:
        message = json.loads(line)
        if "load" in message:
            with open(message["load"]) as file:
                data = json.load(file)
            queries = data["queries"]
            before = resident_mb()
            started = time.perf_counter()
            peer.build(data["documents"], message["k1"], message["b"])
            seconds = time.perf_counter() - started
            answer = {"seconds": seconds, "mb": resident_mb() - before}
        else:
            chosen = queries[: message["run"]]
            started = time.perf_counter()
            answers = peer.search(chosen, message["k"])
            answer = {"seconds": time.perf_counter() - started, "answers": answers}
        print(json.dumps(answer), flush=True)


main()
