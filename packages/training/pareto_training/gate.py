"""Promotion on a hold-out that neither model has seen, which is checked rather than believed.

A champion was trained on another day, perhaps on another split (--seed, --holdout) or an older file: then its training
tickets are among the challenger's hold-out, and would speak for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from . import learnt, registry
from .building import MODEL_ID, models_folder
from .bundle import Manifest, read_manifest
from .promotion import Decision, Holdout, Predictions, decide
from .slices import standard
from .tickets.prepared import Prepared
from .tickets.splits import Splits

FIRST = "It is the first version: nothing better serves."


@dataclass(frozen=True)
class Unseen:
    """Which tickets of a hold-out (bool [n]) a bundle has not learnt; None where that cannot be told, `why` says why."""

    rows: np.ndarray | None
    why: str


def unseen_by(folder: Path, prepared: Prepared, who: str) -> Unseen:
    """Of the bundle in a folder: all where it was held to the same hold-out (by hash), else all but those it names."""
    texts = prepared.texts("holdout")
    if prepared.sha256_of("holdout") == holdout_of(read_manifest(folder)):
        return Unseen(np.ones(len(texts), bool), f"{who} was measured on the same hold-out.")
    known = learnt.read(folder)
    if known is None:
        why = f"{who} was measured on another hold-out and does not say what it learnt: train on its split, or anew"
        return Unseen(None, f"{why}.")
    rows = np.array([learnt.digest(text) not in known for text in texts], bool)
    return Unseen(rows, f"{int((~rows).sum())} tickets of the hold-out that {who} learnt are left out.")


def holdout_of(manifest: Manifest) -> str | None:
    """The hash of the hold-out that a bundle was measured on."""
    return next((part.sha256 for part in manifest.data if part.split == "holdout"), None)


def frozen_holdout(prepared: Prepared) -> Holdout:
    """What promotion is decided on. Raises nothing: tickets with an unknown label count as their empty label."""
    tickets = prepared.part("holdout")
    truth = {head: np.array([ticket.labels.get(head, "") for ticket in tickets], object) for head in prepared.heads}
    cuts = standard([ticket.text for ticket in tickets], [ticket.language for ticket in tickets])
    return Holdout(prepared.sha256_of("holdout"), truth, cuts)


def gate(
    folder: Path, name: str, prepared: Prepared, version: int, challenger: Mapping[str, Predictions] | None = None
) -> Decision:
    """Whether a version takes the place of the champion in a folder of bundles, on the tickets of the hold-out that neither
    has seen; refused where that cannot be told. `challenger` is what the version says of the hold-out, if known already."""
    base = models_folder() / MODEL_ID
    champion = registry.aliases(folder, name).get("champion")
    sides = {"the challenger": version, **({"the champion": champion} if champion is not None else {})}
    found = {who: unseen_by(folder / name / str(which), prepared, who) for who, which in sides.items()}
    untold = [side.why for side in found.values() if side.rows is None]
    if untold:
        return Decision(False, (capitalised(untold[0]),), {}, prepared.sha256_of("holdout"))
    rows = np.logical_and.reduce([side.rows for side in found.values()])
    left = only(prepared, rows)
    if challenger is None:
        challenger = registry.load(folder / name / str(version), base).predictions(prepared.texts("holdout"))
    ours = {head: said.only(rows) for head, said in challenger.items()}
    theirs = None
    if champion is not None and rows.any():
        theirs = registry.load(folder / name / str(champion), base).predictions(left.texts("holdout"))
    decision = decide(theirs, ours, frozen_holdout(left)) if rows.any() else nothing_left(prepared)
    notes = tuple(capitalised(side.why) for side in found.values() if not side.rows.all())
    decision = replace(decision, reasons=(*decision.reasons, *notes))
    if champion is not None or decision.promote:
        return decision
    # With nothing to defend, a first version serves; the reasons still say what to mend.
    return replace(decision, promote=True, reasons=(*decision.reasons, FIRST))


def nothing_left(prepared: Prepared) -> Decision:
    return Decision(
        False, ("No ticket of the hold-out is one that neither has seen.",), {}, prepared.sha256_of("holdout")
    )


def only(prepared: Prepared, rows: np.ndarray) -> Prepared:
    """The same with some tickets of the hold-out (bool [n])."""
    kept = tuple(ticket for ticket, stays in zip(prepared.part("holdout"), rows, strict=True) if stays)
    return replace(prepared, splits=Splits(prepared.part("train"), prepared.part("validation"), kept))


def capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
