"""What is learned from, what is tuned on, what is measured on: stratified by label, the same for the same tickets."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..problem import Problem
from .data import Ticket
from .deduplicate import near_copies


@dataclass(frozen=True)
class Splits:
    """`validation` fits temperatures and thresholds and chooses the epoch; `holdout` is only measured on."""

    train: tuple[Ticket, ...]
    validation: tuple[Ticket, ...]
    holdout: tuple[Ticket, ...]

    def parts(self) -> dict[str, tuple[Ticket, ...]]:
        return {"train": self.train, "validation": self.validation, "holdout": self.holdout}


def split(tickets: Sequence[Ticket], head: str, validation: float = 0.1, holdout: float = 0.1, seed: int = 0) -> Splits:
    """Shares of each label of the primary head; the order within a label is that of a keyed hash of the text.

    A ticket keeps its place as other tickets come and go, up to rounding at the borders. A label with at least three
    tickets has at least one in each part. Raises Problem when a part would be empty.
    """
    by_label: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        by_label[ticket.labels.get(head, "")].append(ticket)
    train, tuned, held = [], [], []
    for label in sorted(by_label):
        members = sorted(by_label[label], key=lambda ticket: place(ticket.text, seed))
        least = 1 if len(members) >= 3 else 0
        first = max(least if holdout else 0, round(len(members) * holdout))
        second = first + max(least if validation else 0, round(len(members) * validation))
        held += members[:first]
        tuned += members[first:second]
        train += members[second:]
    result = Splits(*(tuple(sorted(part, key=lambda t: place(t.text, seed + 1))) for part in (train, tuned, held)))
    for name, part, share in (("train", train, 1.0), ("validation", tuned, validation), ("holdout", held, holdout)):
        if share > 0 and not part:
            raise Problem(f"too few tickets for a {name} part", "more tickets of each label are needed")
    return result


def place(text: str, seed: int) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8, key=str(seed).encode()).digest()


def leaks(splits: Splits) -> dict[str, int]:
    """How many tickets of each part say what a ticket of an earlier part says: all 0 after de-duplication."""
    texts = {name: [ticket.text for ticket in part] for name, part in splits.parts().items()}
    return {
        "train in holdout": len(near_copies(texts["train"], texts["holdout"])),
        "train in validation": len(near_copies(texts["train"], texts["validation"])),
        "validation in holdout": len(near_copies(texts["validation"], texts["holdout"])),
    }


def check_leaks(splits: Splits) -> None:
    """Raises Problem when a ticket that is measured on was learned from."""
    found = {name: count for name, count in leaks(splits).items() if count}
    if found:
        said = ", ".join(f"{count} of {name}" for name, count in found.items())
        raise Problem(f"the same tickets are in two parts ({said})", "de-duplicate before splitting")


def with_feedback(splits: Splits, feedback: Sequence[Ticket]) -> tuple[Splits, int]:
    """Corrected tickets join the training part and replace its copies of them; the parts that are measured on stay
    as they are, and what resembles them is not learned. Gives the splits and how many tickets joined."""
    measured = [ticket.text for ticket in (*splits.validation, *splits.holdout)]
    known = set(near_copies([ticket.text for ticket in feedback], measured))
    joined = [ticket for index, ticket in enumerate(feedback) if index not in known]
    replaced = set(near_copies([t.text for t in splits.train], [t.text for t in joined])) if joined else set()
    kept = [ticket for index, ticket in enumerate(splits.train) if index not in replaced]
    return Splits((*kept, *joined), splits.validation, splits.holdout), len(joined)


def few_shot(tickets: Sequence[Ticket], head: str, shots: int) -> tuple[Ticket, ...]:
    """The first `shots` tickets of each label, in the given order."""
    taken: Counter[str] = Counter()
    chosen = []
    for ticket in tickets:
        label = ticket.labels.get(head, "")
        if taken[label] < shots:
            taken[label] += 1
            chosen.append(ticket)
    return tuple(chosen)
