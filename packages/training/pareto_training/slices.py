"""The same figure for parts of the data: short and long tickets, one language and another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from . import bootstrap

FEW = 20
LENGTHS = ((0, "1 to 10 words"), (11, "11 to 50 words"), (51, "51 to 150 words"), (151, "more than 150 words"))


def by(rows: Sequence, key: str | Callable[[object], str | None]) -> dict[str, np.ndarray]:
    """Row numbers by the value of a key (a field's name, or a function of a row), in order of the names.

    Rows without the field, or for which the function gives None, are in no slice.
    """
    value = key if callable(key) else lambda row: row.get(key)
    found: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        name = value(row)
        if name is not None:
            found.setdefault(str(name), []).append(index)
    return {name: np.array(found[name]) for name in sorted(found)}


def length(text: str) -> str:
    """The length of a text in words, as the name of a slice."""
    words = len(text.split())
    return next(name for least, name in reversed(LENGTHS) if words >= least)


def standard(texts: Sequence[str], languages: Sequence[str | None] | None = None) -> dict[str, np.ndarray]:
    """The slices that every report and every promotion looks at: length and, where it is known, language.

    Names read `length: 1 to 10 words`, `language: es`; values are row numbers. Only slices with at least 20 rows, and
    none that is everything.
    """
    cuts = {"length": by(texts, length)}
    if languages is not None:
        cuts["language"] = by(languages, lambda language: language)
    return {
        f"{cut}: {name}": rows
        for cut, parts in cuts.items()
        for name, rows in parts.items()
        if FEW <= len(rows) < len(texts)
    }


def measure(correct: np.ndarray, slices: Mapping[str, np.ndarray]) -> dict[str, bootstrap.Interval]:
    """The mean of `correct` [n] with its interval for each slice that has rows."""
    correct = np.asarray(correct, float)
    return {name: bootstrap.interval(correct[rows]) for name, rows in slices.items() if len(rows) > 0}
