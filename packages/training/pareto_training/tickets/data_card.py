"""What a data set is, in Markdown, without a word of any ticket (Gebru et al. 2021, "Datasheets for Datasets")."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from .splits import leaks

if TYPE_CHECKING:
    from .prepared import Prepared

MOST_LABELS = 100


def data_card(prepared: Prepared) -> str:
    """Sizes, hashes, labels, languages, lengths, what was left out, and whether the parts overlap."""
    parts = prepared.splits.parts()
    everything = [ticket for part in parts.values() for ticket in part]
    lines = [
        f"# Data: {prepared.name}",
        "",
        f"{prepared.rows:,} rows in the file (SHA-256 `{prepared.sha256}`); {len(everything):,} tickets after cleaning and",
        f"de-duplication. {prepared.copies:,} said what another one says; in {prepared.contradictions:,} groups of them the",
        "labels differed, and the most frequent one was taken.",
        "",
        "Cleaning takes out markup, quoted replies and signatures, and masks e-mail addresses, phone numbers, accounts and",
        "the paths of links.",
        "",
        *(f"- {note}" for note in prepared.notes),
        *([""] if prepared.notes else []),
        "| part | tickets | words, median | words, 95 % | SHA-256 |",
        "|---|---:|---:|---:|---|",
    ]
    for name, part in parts.items():
        words = [len(ticket.text.split()) for ticket in part] or [0]
        middle, long = np.quantile(words, [0.5, 0.95])
        lines.append(f"| {name} | {len(part):,} | {middle:.0f} | {long:.0f} | `{prepared.sha256_of(name)[:16]}` |")
    found = leaks(prepared.splits)
    lines += [
        "",
        "Tickets that say the same in two parts: " + ", ".join(f"{key} {n}" for key, n in found.items()) + ".",
    ]
    languages = Counter(ticket.language for ticket in everything if ticket.language)
    if languages:
        lines += ["", "Languages: " + ", ".join(f"{name} {count:,}" for name, count in languages.most_common()) + "."]
    for head, labels in prepared.heads.items():
        lines += ["", f"## {head}", "", "| label | train | validation | holdout |", "|---|---:|---:|---:|"]
        counts = {name: Counter(ticket.labels.get(head) for ticket in part) for name, part in parts.items()}
        for label in labels[:MOST_LABELS]:
            lines.append(f"| {label} | " + " | ".join(f"{counts[name][label]:,}" for name in parts) + " |")
        if len(labels) > MOST_LABELS:
            lines.append(f"| … {len(labels) - MOST_LABELS} more | | | |")
    return "\n".join(lines) + "\n"
