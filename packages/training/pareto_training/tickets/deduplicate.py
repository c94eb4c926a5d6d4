"""Tickets that say the same, found before the split: a copy in the hold-out would measure memory.

Near-duplicates are texts whose sets of word pairs and single words overlap by a Jaccard index of at least 0.9 (Broder
1997, "On the Resemblance and Containment of Documents"). Candidates come from MinHash bands (Leskovec, Rajaraman &
Ullman, "Mining of Massive Datasets", §3.4); each is then compared exactly, so no pair is dropped by an estimate.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .data import Ticket

LEAST_OVERLAP = 0.9
#: 16 bands of 5 rows: a pair of overlap 0.9 is a candidate with probability 1 − (1 − 0.9⁵)¹⁶ > 0.9999.
BANDS, ROWS = 16, 5
PRIME = (1 << 61) - 1


@dataclass(frozen=True)
class Deduplicated:
    """What is left, how many copies went, and how many groups of copies disagreed about a label."""

    tickets: tuple[Ticket, ...]
    exact: int
    near: int
    contradictions: int


def deduplicate(tickets: Sequence[Ticket]) -> Deduplicated:
    """Keeps the first ticket of each group of copies, with each head's most frequent label of the group."""
    texts = [ticket.text for ticket in tickets]
    groups = defaultdict(list)
    for index, group in enumerate(duplicate_groups(texts)):
        groups[group].append(index)
    kept, contradictions = [], 0
    for members in groups.values():
        first = tickets[members[0]]
        labels, contradictory = majority([tickets[index].labels for index in members])
        contradictions += contradictory
        kept.append(Ticket(first.id, first.text, labels, first.language, first.source))
    same = len({normalise(text) for text in texts})
    return Deduplicated(tuple(kept), len(texts) - same, same - len(kept), contradictions)


def majority(votes: Sequence[dict[str, str]]) -> tuple[dict[str, str], bool]:
    """The most frequent label of each head, the earlier one on a draw, and whether there was another."""
    heads = list(dict.fromkeys(head for labels in votes for head in labels))
    counts = {head: Counter(labels[head] for labels in votes if head in labels) for head in heads}
    return {head: count.most_common(1)[0][0] for head, count in counts.items()}, any(
        len(c) > 1 for c in counts.values()
    )


def duplicate_groups(texts: Sequence[str]) -> list[int]:
    """For each text the position of the first text that says the same, directly or by a chain of copies."""
    parent = list(range(len(texts)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    seen: dict[str, int] = {}
    for index, text in enumerate(map(normalise, texts)):
        parent[index] = seen.setdefault(text, index)
    first = sorted(seen.values())
    sets = {index: shingles(texts[index]) for index in first}
    for a, b in candidates(sets):
        if root(a) != root(b) and overlap(sets[a], sets[b]) >= LEAST_OVERLAP:
            low, high = sorted((root(a), root(b)))
            parent[high] = low
    return [root(index) for index in range(len(texts))]


def near_copies(texts: Sequence[str], others: Sequence[str]) -> list[int]:
    """Positions in `texts` of those that say what one of `others` says."""
    groups = duplicate_groups([*others, *texts])
    taken = set(groups[: len(others)])
    return [index for index, group in enumerate(groups[len(others) :]) if group in taken]


def candidates(sets: dict[int, frozenset[int]]) -> Iterable[tuple[int, int]]:
    """Pairs that share a band of their MinHash signatures; the first of a bucket stands for it."""
    signatures = {index: signature(members) for index, members in sets.items()}
    for band in range(BANDS):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for index, values in signatures.items():
            buckets[values[band * ROWS : (band + 1) * ROWS].tobytes()].append(index)
        for members in buckets.values():
            for place, a in enumerate(members):
                # A crowded bucket is one text many times over: its neighbours in order connect it.
                yield from ((a, b) for b in members[place + 1 : place + 20])


_RANDOM = np.random.default_rng(7)
_FACTORS = _RANDOM.integers(1, 1 << 31, BANDS * ROWS, dtype=np.uint64)
_OFFSETS = _RANDOM.integers(0, 1 << 61, BANDS * ROWS, dtype=np.uint64)


def signature(members: frozenset[int]) -> np.ndarray:
    """MinHash values [bands × rows] of a set of 32-bit numbers."""
    values = np.fromiter(members, np.uint64, len(members))[:, None]
    return ((values * _FACTORS + _OFFSETS) % np.uint64(PRIME)).min(axis=0)


def shingles(text: str) -> frozenset[int]:
    words = normalise(text).split()
    parts = [*words, *(" ".join(pair) for pair in zip(words, words[1:], strict=False))] or [""]
    return frozenset(int.from_bytes(hashlib.blake2b(part.encode(), digest_size=4).digest()) for part in parts)


def overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """Jaccard index of two sets, 0 to 1."""
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared)


def normalise(text: str) -> str:
    """Words in lower case: neither punctuation nor spacing makes a text another one."""
    return " ".join(re.findall(r"\w+", text.lower())) or text
