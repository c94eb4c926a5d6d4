"""Figures of reports, as matplotlib figures without a window; `save` writes a PNG.

They show labels and numbers, never a ticket. Colours are those of Okabe & Ito 2008, told apart by colour-blind readers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .bootstrap import Interval
from .calibration import reliability
from .metrics import risk_coverage

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#E69F00", "#009E73", "#8A8A8A"
COLOURS = (BLUE, ORANGE, GREEN, "#CC79A7", "#D55E00", "#56B4E9")
MOST_LABELS = 30


def save(figure: Figure, path: Path) -> Path:
    """Writes a PNG with 120 dots per inch, and makes the folder. Gives the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120, metadata={"Software": None})
    return path


def panel(title: str, x: str, y: str, width: float = 5.4, height: float = 4.0) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.set(title=title, xlabel=x, ylabel=y)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#E5E5E5", linewidth=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def reliability_diagram(
    confidence: np.ndarray, correct: np.ndarray, before: np.ndarray | None = None, bins: int = 15
) -> Figure:
    """Accuracy by confidence (Guo et al. 2017, figure 1), the size of a dot showing how many tickets it stands for;
    `before` [n] are the confidences without the temperature."""
    figure, axes = panel("Is a confidence what it says?", "confidence", "share right")
    axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1, label="perfect")
    series = [(before, ORANGE, "before calibration")] if before is not None else []
    for values, colour, name in [*series, (confidence, BLUE, "calibrated" if series else "model")]:
        filled = [b for b in reliability(values, correct, bins) if b.count]
        sizes = [12 + 220 * b.count / len(values) for b in filled]
        x, y = [b.confidence for b in filled], [b.accuracy for b in filled]
        axes.plot(x, y, color=colour, linewidth=1)
        axes.scatter(x, y, s=sizes, color=colour, alpha=0.75, linewidths=0, label=name)
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02))
    axes.legend(frameon=False, markerscale=0.6)
    return figure


def risk_coverage_curve(models: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> Figure:
    """Share wrong among the answered over the share answered, for models given as (confidence, correct)."""
    figure, axes = panel("What abstaining buys", "share of tickets answered", "share wrong among them")
    for (name, (confidence, correct)), colour in zip(models.items(), COLOURS, strict=False):
        axes.plot(*risk_coverage(confidence, correct), color=colour, label=name)
    axes.set(xlim=(0, 1), ylim=(0, None))
    axes.legend(frameon=False)
    return figure


def confusion_matrix(table: np.ndarray, labels: Sequence[str]) -> Figure:
    """Shares of each true label [classes, classes]. Of more than 30 labels, those that are mistaken most often."""
    table = np.asarray(table)
    kept = np.arange(len(labels))
    title = "Truth and prediction"
    if len(labels) > MOST_LABELS:
        mistakes = table.sum(axis=0) + table.sum(axis=1) - 2 * np.diag(table)
        kept = np.sort(np.argsort(-mistakes, kind="stable")[:MOST_LABELS])
        title = f"Truth and prediction: {MOST_LABELS} of {len(labels)} labels, the most mistaken"
    shares = table[np.ix_(kept, kept)] / np.maximum(1, table[kept].sum(axis=1, keepdims=True))
    side = 2.6 + 0.3 * len(kept)
    figure, axes = panel(title, "predicted", "true", side + 0.6, side)
    axes.grid(False)
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    names = [labels[i] for i in kept]
    axes.set_xticks(range(len(kept)), names, rotation=90)
    axes.set_yticks(range(len(kept)), names)
    if len(kept) <= 15:
        for (i, j), share in np.ndenumerate(shares):
            if share >= 0.005:
                axes.text(j, i, f"{share:.2f}", ha="center", va="center", color="white" if share > 0.5 else "black")
    figure.colorbar(image, ax=axes, shrink=0.7)
    return figure


def learning_curves(curves: Mapping[str, Sequence[float]], y: str = "loss", best: int | None = None) -> Figure:
    """One line for each name over epochs from 1; `best` marks the epoch whose weights were kept."""
    figure, axes = panel("Training", "epoch", y)
    for (name, values), colour in zip(curves.items(), COLOURS, strict=False):
        axes.plot(np.arange(1, len(values) + 1), values, color=colour, marker=".", label=name)
    if best is not None:
        axes.axvline(best, color=GREY, linestyle="--", linewidth=1, label="kept")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(frameon=False)
    return figure


def scope_histogram(in_scope: np.ndarray, out: np.ndarray, threshold: float) -> Figure:
    """Scores of tickets that belong to a label and of those that do not, with the threshold between them."""
    figure, axes = panel("In and out of scope", "score (higher: more in scope)", "share of tickets")
    edges = np.histogram_bin_edges(np.concatenate([in_scope, out]), 40)
    for values, colour, name in ((in_scope, BLUE, "in scope"), (out, ORANGE, "out of scope")):
        axes.hist(values, edges, weights=np.full(len(values), 1 / len(values)), color=colour, alpha=0.6, label=name)
    axes.axvline(threshold, color=GREY, linestyle="--", linewidth=1, label="threshold")
    axes.legend(frameon=False)
    return figure


def comparison(figures: Mapping[str, Interval], what: str = "accuracy") -> Figure:
    """One figure of several models or slices, with 95 % intervals, the best on top."""
    ordered = sorted(figures.items(), key=lambda item: item[1].value)
    figure, axes = panel(f"{what}, with 95 % intervals", what, "", 6.4, 1.4 + 0.35 * len(ordered))
    for place, (_, found) in enumerate(ordered):
        axes.plot([found.low, found.high], [place, place], color=BLUE, linewidth=2)
        axes.plot(found.value, place, "o", color=BLUE)
        axes.annotate(f"{found.value:.3f}", (found.value, place), (0, 5), textcoords="offset points", ha="center")
    axes.set_yticks(range(len(ordered)), [name for name, _ in ordered])
    axes.set_ylim(-0.6, len(ordered) - 0.3)
    return figure
