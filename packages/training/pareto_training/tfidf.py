"""TF-IDF and logistic regression: the baseline, and the first stage of the cascade.

`packages/classifiers` computes the same in TypeScript; both are held to `packages/classifiers/golden/tfidf.json`.
Text: NFKC, lower case, accents kept; tokens are runs of letters, numbers, "_", "<" and ">"; terms are words and pairs
of words that occur in at least 2 documents, at most 20,000 of them by document frequency.
Weights: (1 + ln tf) · (ln((1 + n) / (1 + df)) + 1), rows of length 1 (Manning, Raghavan & Schütze, §6.4).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

LEAST_DOCUMENTS = 2
MOST_TERMS = 20_000
#: Of a text that it may answer alone (`known_shares`), as in `packages/classifiers`.
LEAST_KNOWN = 0.7
# `\w` is letters, numbers and "_" in Python; JavaScript's [\p{L}\p{N}_] says the same.
TOKEN = re.compile(r"[\w<>]+")


def terms(text: str) -> list[str]:
    """Words and pairs of neighbouring words of a text."""
    words = TOKEN.findall(unicodedata.normalize("NFKC", text).lower())
    return words + [f"{a} {b}" for a, b in zip(words, words[1:], strict=False)]


@dataclass(frozen=True)
class Vocabulary:
    """Terms with their inverse document frequencies [terms]."""

    terms: tuple[str, ...]
    idf: np.ndarray

    @staticmethod
    def fit(texts: Sequence[str], most: int = MOST_TERMS) -> Vocabulary:
        """Terms by document frequency, the alphabet deciding between equals."""
        counts = Counter(term for text in texts for term in set(terms(text)))
        frequent = [item for item in counts.items() if item[1] >= LEAST_DOCUMENTS]
        chosen = sorted(frequent, key=lambda item: (-item[1], item[0]))[:most]
        df = np.array([count for _, count in chosen], np.float64)
        return Vocabulary(tuple(term for term, _ in chosen), np.log((1 + len(texts)) / (1 + df)) + 1)

    def known_shares(self, texts: Sequence[str]) -> np.ndarray:
        """How much of each text its row stands for [texts], 0 to 1: the length of its vector before scaling, as a share of what it
        were with the unknown terms, each as rare as the rarest known one."""
        idf, rarest = dict(zip(self.terms, self.idf, strict=True)), float(max(self.idf, default=1.0))
        shares = []
        for text in texts:
            squares = [0.0, 0.0]
            for term, times in Counter(terms(text)).items():
                squares[term in idf] += ((1 + np.log(times)) * idf.get(term, rarest)) ** 2
            shares.append(np.sqrt(squares[True] / (sum(squares) or 1.0)))
        return np.array(shares)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Rows [texts, terms] of length 1; a text without known terms gives zeros."""
        place = {term: index for index, term in enumerate(self.terms)}
        data, indices, starts = [], [], [0]
        for text in texts:
            counts = Counter(place[term] for term in terms(text) if term in place)
            columns = np.fromiter(counts, np.int64, len(counts))
            weights = (1 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))) * self.idf[columns]
            norm = np.sqrt((weights**2).sum())
            data.append(weights / norm if norm > 0 else weights)
            indices.append(columns)
            starts.append(starts[-1] + len(columns))
        flat = (np.concatenate(data), np.concatenate(indices), starts) if texts else ([], [], starts)
        return csr_matrix(flat, shape=(len(texts), len(self.terms)))


@dataclass(frozen=True)
class LinearHead:
    """Multinomial logistic regression: logits = x · weight [terms, labels] + bias."""

    weight: np.ndarray
    bias: np.ndarray


@dataclass(frozen=True)
class TfidfClassifier:
    """A vocabulary and one linear model for each head."""

    vocabulary: Vocabulary
    heads: dict[str, LinearHead]

    @staticmethod
    def fit(
        texts: Sequence[str], targets: dict[str, np.ndarray], classes: dict[str, int], strength: float = 10.0
    ) -> TfidfClassifier:
        """`targets` [texts] for each head, −1 where a label is unknown; `strength` is scikit-learn's C."""
        vocabulary = Vocabulary.fit(texts)
        rows = vocabulary.transform(texts)
        heads = {name: fit_head(rows, y, classes[name], strength) for name, y in targets.items()}
        return TfidfClassifier(vocabulary, heads)

    def logits(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """Logits [texts, labels] for each head."""
        rows = self.vocabulary.transform(texts)
        return {name: rows @ head.weight + head.bias for name, head in self.heads.items()}

    def save(self, folder: Path) -> None:
        """`tfidf.json` (the terms) and `tfidf.safetensors`: `idf`, and for each head `heads.<name>.weight` int8
        [labels, terms], `.scale` [labels] (row = int8 · scale) and `.bias` [labels]."""
        tensors = {"idf": self.vocabulary.idf.astype(np.float32)}
        for name, head in self.heads.items():
            rows = head.weight.T
            scale = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127
            tensors[f"heads.{name}.weight"] = np.round(rows / scale[:, None]).astype(np.int8)
            tensors[f"heads.{name}.scale"] = scale.astype(np.float32)
            tensors[f"heads.{name}.bias"] = head.bias.astype(np.float32)
        save_file(
            {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, folder / "tfidf.safetensors"
        )
        (folder / "tfidf.json").write_text(json.dumps({"vocabulary": self.vocabulary.terms}, ensure_ascii=False) + "\n")

    @staticmethod
    def load(folder: Path) -> TfidfClassifier:
        tensors = load_file(folder / "tfidf.safetensors")
        vocabulary = tuple(json.loads((folder / "tfidf.json").read_text())["vocabulary"])
        heads = {}
        for name in (key.split(".")[1] for key in tensors if key.endswith(".bias")):
            rows = tensors[f"heads.{name}.weight"].astype(np.float64) * tensors[f"heads.{name}.scale"][:, None]
            heads[name] = LinearHead(rows.T, tensors[f"heads.{name}.bias"].astype(np.float64))
        return TfidfClassifier(Vocabulary(vocabulary, tensors["idf"].astype(np.float64)), heads)


def fit_head(rows: csr_matrix | np.ndarray, y: np.ndarray, classes: int, strength: float) -> LinearHead:
    """Labels that do not occur get a bias so low that they are never chosen."""
    known = y >= 0
    model = LogisticRegression(C=strength, max_iter=500, tol=1e-3).fit(rows[known], y[known])
    coefficients, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes: the difference of their logits
        coefficients = np.concatenate([-coefficients, coefficients]) / 2
        intercepts = np.concatenate([-intercepts, intercepts]) / 2
    weight = np.zeros((rows.shape[1], classes))
    bias = np.full(classes, -20.0)
    weight[:, model.classes_] = coefficients.T
    bias[model.classes_] = intercepts
    return LinearHead(weight, bias)
