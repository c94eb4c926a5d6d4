"""A training run as a document: Markdown with figures beside it, for somebody who decides rather than trains."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from matplotlib.figure import Figure

from .bootstrap import Interval
from .figures import save
from .promotion import Decision

MOST_ROWS = 12


@dataclass(frozen=True)
class Model:
    """A row of the comparison. `trainable` is the share of parameters that training changed, `seconds` what it took, `others`
    the accuracy for each head but the first."""

    name: str
    accuracy: Interval
    macro_f1: Interval
    ece: float | None = None
    trainable: float | None = None
    seconds: float | None = None
    chosen: bool = False
    others: Mapping[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """One question that the model answers: `measures` as `metrics.classification` gives them, on tickets it never saw.

    `conformal` has `coverage` (promised), `measured` and `size` (labels in a set); `scope` is what
    `out_of_scope.separation` gives.
    """

    name: str
    measures: Mapping[str, object]
    temperature: float = 1.0
    slices: Mapping[str, Interval] = field(default_factory=dict)
    conformal: Mapping[str, float] | None = None
    scope: Mapping[str, float] | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True)
class Control:
    """An experiment that must come out a certain way if the numbers are to be believed, such as shuffled labels."""

    name: str
    expected: str
    found: str
    passed: bool


@dataclass(frozen=True)
class Report:
    """Everything that the document says. `identity` maps what identifies the model (version, run, commit) to values."""

    title: str
    data: Sequence[Mapping[str, object]]
    models: Sequence[Model]
    heads: Sequence[Head]
    controls: Sequence[Control] = ()
    decision: Decision | None = None
    notes: Sequence[str] = ()
    identity: Mapping[str, object] = field(default_factory=dict)


def write(folder: Path, report: Report) -> Path:
    """Writes `report.md`, `figures/*.png` and the comparison as `models.json`; gives the path of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {
        "title": report.title,
        "data": [dict(entry) for entry in report.data],
        "models": [asdict(model) for model in report.models],
        "scope": {head.name: head.scope for head in report.heads},
        "identity": dict(report.identity),
    }
    (folder / "models.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
    parts = [f"# {report.title}", summary(report.heads)]
    if report.decision:
        parts += ["## Decision", str(report.decision)]
    parts += ["## Models compared", comparison(report.models)]
    for head in report.heads:
        parts += [f"## {head.name}", *head_section(folder, head)]
    if report.controls:
        rows = [
            (c.name, c.expected, c.found, "as expected" if c.passed else "**not as expected**") for c in report.controls
        ]
        parts += ["## Can the numbers be believed?", table(("experiment", "expected", "found", ""), rows)]
    parts += ["## Data", data(report.data)]
    parts += [f"- {note}" for note in report.notes]
    if report.identity:
        parts += ["## Where it comes from", table(("", ""), [(k, f"`{v}`") for k, v in report.identity.items()])]
    path = folder / "report.md"
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return path


def summary(heads: Sequence[Head]) -> str:
    """What it means for a hundred tickets, in a sentence for each head."""
    lines = []
    for head in heads:
        accuracy: Mapping[str, float] = head.measures["accuracy"]  # type: ignore[assignment]
        answered = float(head.measures["answered_at_95"])  # type: ignore[arg-type]
        lines.append(
            f"- **{head.name}**: of 100 new tickets {100 * accuracy['value']:.0f} get the right label "
            f"({100 * accuracy['low']:.0f} to {100 * accuracy['high']:.0f}, measured on {accuracy['n']:,.0f}). "
            + (
                "All of them can be answered with at most one wrong in twenty."
                if answered > 0.995
                else f"With at most one wrong in twenty, it can answer the {100 * answered:.0f} of which it is surest."
                if answered > 0
                else "Not even the surest answers are right nineteen times in twenty."
            )
        )
    return "\n".join(lines)


def comparison(models: Sequence[Model]) -> str:
    others = list(dict.fromkeys(head for m in models for head in m.others))
    rows = [
        (
            f"**{m.name}**" if m.chosen else m.name,
            str(m.accuracy),
            *(str(m.others.get(head, "")) for head in others),
            str(m.macro_f1),
            number(m.ece, "{:.3f}"),
            number(m.trainable and 100 * m.trainable, "{:.1f} %"),
            number(m.seconds, "{:,.0f} s"),
        )
        for m in models
    ]
    heading = (
        *("model", "accuracy (95 % interval)", *(f"of {head}" for head in others)),
        *("macro-F1", "calibration error", "parameters trained", "training"),
    )
    return table(heading, rows)


def head_section(folder: Path, head: Head) -> list[str]:
    m = head.measures
    ece, before = (m[key]["value"] for key in ("ece", "ece_uncalibrated"))  # type: ignore[index]
    parts = [
        f"Confidences are off by {ece:.3f} on average (perfect ones would seem off by {m['ece_by_chance']:.3f} on so many "
        f"tickets), and by {before:.3f} before logits are divided by {head.temperature:.2f}."
    ]
    if head.conformal:
        c = head.conformal
        parts.append(
            f"Sets that are to hold the right label in {100 * c['coverage']:.0f} % of cases held it in "
            f"{100 * c['measured']:.1f} %, with {c['size']:.1f} labels on average."
        )
    if head.scope:
        s = head.scope
        parts.append(
            f"Of tickets that belong to no label, {100 * s['recall']:.0f} % are recognised while 95 % of the others "
            f"are kept (AUROC {s['auroc']:.3f})."
        )
    if head.slices:
        rows = [(name, str(found), f"{found.n:,}") for name, found in head.slices.items()]
        parts.append(table(("slice", "accuracy", "tickets"), rows))
    worst = sorted(m["per_class"], key=lambda row: row["f1"])[:MOST_ROWS]  # type: ignore[arg-type,index]
    rows = [(r["label"], *(f"{r[k]:.2f}" for k in ("precision", "recall", "f1")), str(r["support"])) for r in worst]
    parts += ["Labels that it does worst on:", table(("label", "precision", "recall", "F1", "tickets"), rows)]
    if m["most_confused"]:
        mixed = [(p["is"], p["taken_for"], str(p["count"])) for p in m["most_confused"]]  # type: ignore[attr-defined]
        parts.append(table(("is", "taken for", "times"), mixed[:MOST_ROWS]))
    for name, figure in head.figures.items():
        file = f"figures/{head.name}-{name}.png"
        save(figure, folder / file)
        parts.append(f"![{head.name}: {name.replace('-', ' ')}]({file})")
    return parts


def data(sets: Sequence[Mapping[str, object]]) -> str:
    rows = [(str(d["name"]), str(d["split"]), f"{d['rows']:,}", f"`{str(d['sha256'])[:12]}`") for d in sets]
    return table(("name", "split", "tickets", "sha256"), rows)


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def number(value: float | None, form: str) -> str:
    return "" if value is None else form.format(value)
