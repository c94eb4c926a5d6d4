"""Texts that no label fits: one half chooses how they are recognised, the other measures it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from .data import read_tickets
from .splits import place


@dataclass(frozen=True)
class Foreign:
    """`texts` in the order of a hash: those at even places fit and choose, those at odd places measure (`scope.py`)."""

    name: str
    texts: tuple[str, ...]

    @property
    def fitting(self) -> tuple[str, ...]:
        return self.texts[::2]

    @property
    def measuring(self) -> tuple[str, ...]:
        return self.texts[1::2]

    @property
    def sha256(self) -> str:
        """Of all texts, in their order."""
        return hashlib.sha256("\n".join(self.texts).encode()).hexdigest()


def read_foreign(path: Path) -> Foreign:
    """The texts of a file whose lines have one each, and any label. Raises Problem as `read_tickets`."""
    found = read_tickets(path, fewest=0, lone=True)
    texts = dict.fromkeys(ticket.text for ticket in found.tickets)
    return Foreign(found.name, tuple(sorted(texts, key=lambda text: place(text, 0))))
