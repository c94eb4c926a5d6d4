"""Tickets ready to be learned from, and the folder that keeps them between the scripts of the stages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from ..heads import targets
from ..problem import Problem
from .data import FEWEST_TICKETS, Ticket, TicketSet
from .data_card import data_card
from .deduplicate import deduplicate
from .splits import Splits, check_leaks, split, with_feedback

PARTS = ("train", "validation", "holdout")


@dataclass(frozen=True)
class Prepared:
    """Split tickets of one data set. `copies` and `contradictions` count what de-duplication found."""

    name: str
    sha256: str
    rows: int
    heads: dict[str, tuple[str, ...]]
    splits: Splits
    notes: tuple[str, ...] = ()
    copies: int = 0
    contradictions: int = 0

    @property
    def primary(self) -> str:
        return next(iter(self.heads))

    @property
    def classes(self) -> dict[str, int]:
        return {head: len(labels) for head, labels in self.heads.items()}

    def part(self, name: str) -> tuple[Ticket, ...]:
        return self.splits.parts()[name]

    def texts(self, name: str) -> list[str]:
        return [ticket.text for ticket in self.part(name)]

    def truth(self, name: str) -> dict[str, np.ndarray]:
        """For each head the position of each ticket's label [tickets], −1 where it is not known."""
        return targets(self.part(name), self.heads)

    def sha256_of(self, name: str) -> str:
        """Hash of the texts and labels of a part, in any order."""
        lines = sorted(json.dumps([ticket.text, ticket.labels], sort_keys=True) for ticket in self.part(name))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def languages(self) -> list[str]:
        """ISO codes that tickets name, the most frequent first; English when none does."""
        named = [ticket.language for part in PARTS for ticket in self.part(part) if ticket.language]
        codes = [code for code in named if len(code) == 2 and code.isalpha()]
        return sorted(set(codes), key=lambda code: -codes.count(code)) or ["en"]

    def card(self) -> str:
        return data_card(self)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in PARTS:
            lines = (json.dumps(asdict(ticket), ensure_ascii=False) for ticket in self.part(name))
            (folder / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines))
        facts = {
            key: value for key, value in asdict(replace(self, splits=Splits((), (), ()))).items() if key != "splits"
        }
        (folder / "data.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
        (folder / "data-card.md").write_text(self.card())

    @staticmethod
    def load(folder: Path) -> Prepared:
        """Raises Problem when nothing was prepared there."""
        if not (folder / "data.json").is_file():
            raise Problem(f"no prepared data in {folder}", "run scripts/prepare.py first")
        facts = json.loads((folder / "data.json").read_text())
        parts = [
            tuple(Ticket(**json.loads(line)) for line in (folder / f"{name}.jsonl").read_text().splitlines())
            for name in PARTS
        ]
        heads = {head: tuple(labels) for head, labels in facts["heads"].items()}
        return Prepared(**{**facts, "heads": heads, "notes": tuple(facts["notes"]), "splits": Splits(*parts)})


def prepare(
    data: TicketSet,
    feedback: TicketSet | None = None,
    validation: float = 0.1,
    holdout: float = 0.1,
    seed: int = 0,
    most: int | None = None,
) -> Prepared:
    """De-duplicates, splits, adds feedback to the training part, and checks that nothing leaks.

    `most` keeps that many training tickets, drawn evenly. Raises Problem when hardly a ticket is no copy of another, or
    when a part would be empty, leaks, or has too few labels to learn from.
    """
    once = deduplicate(data.tickets)
    copies = once.exact + once.near
    if len(once.tickets) < FEWEST_TICKETS <= len(data.tickets):
        raise Problem(
            f"{data.name} has {len(once.tickets)} different tickets and {copies} copies of them",
            f"at least {FEWEST_TICKETS} different ones are needed",
        )
    heads = data.heads
    splits = split(once.tickets, next(iter(heads)), validation, holdout, seed)
    if most is not None:
        splits = replace(splits, train=splits.train[:most])
    notes = data.notes
    if feedback is not None:
        known = {head: set(labels) for head, labels in heads.items()}
        fitting = [t for t in feedback.tickets if all(label in known.get(head, ()) for head, label in t.labels.items())]
        splits, joined = with_feedback(splits, deduplicate(fitting).tickets)
        notes = (*notes, f"{joined} of {len(feedback.tickets)} tickets with feedback joined the training part")
    check_leaks(splits)
    check_labels(splits, heads)
    return Prepared(data.name, data.sha256, data.rows, heads, splits, notes, copies, once.contradictions)


def check_labels(splits: Splits, heads: dict[str, tuple[str, ...]]) -> None:
    """Raises Problem for a head with nothing to tell apart in training, or nothing to measure."""
    for head in heads:
        for name, part in splits.parts().items():
            found = {ticket.labels[head] for ticket in part if head in ticket.labels}
            if len(found) < (2 if name == "train" else 1):
                only = f'only the label "{found.pop()}"' if found else "no label"
                advice = "more tickets that have one are needed, or name the columns to learn with --labels"
                raise Problem(f'the {name} part has {only} of "{head}"', advice)
