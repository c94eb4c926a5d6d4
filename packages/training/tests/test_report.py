from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from pareto_training import figures, metrics, report
from pareto_training.bootstrap import Interval
from pareto_training.calibration import softmax
from pareto_training.promotion import Decision

LABELS = ["order", "billing", "delivery | customs"]


@pytest.fixture
def measured() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    y = random.integers(0, 3, 300)
    logits = np.eye(3)[y] * 2 + random.normal(0, 1, (300, 3))
    probabilities = softmax(logits)
    return y, logits, probabilities


def drawn(measured: tuple[np.ndarray, np.ndarray, np.ndarray]) -> dict[str, figures.Figure]:
    y, logits, probabilities = measured
    confidence, correct = probabilities.max(axis=1), probabilities.argmax(axis=1) == y
    return {
        "reliability": figures.reliability_diagram(confidence, correct, before=softmax(logits, 0.5).max(axis=1)),
        "risk": figures.risk_coverage_curve({"model": (confidence, correct)}),
        "confusion": figures.confusion_matrix(metrics.confusion(y, logits.argmax(axis=1), 3), LABELS),
        "curves": figures.learning_curves({"train": [3, 2, 1], "valid": [3, 2.5, 2.6]}, best=2),
        "scope": figures.scope_histogram(confidence, confidence - 0.3, 0.4),
        "comparison": figures.comparison({"a": Interval(0.9, 0.88, 0.92, 300), "b": Interval(0.8, 0.75, 0.85, 300)}),
    }


def test_every_figure_becomes_a_picture(measured, tmp_path: Path):
    for name, figure in drawn(measured).items():
        picture = imread(figures.save(figure, tmp_path / f"{name}.png"))
        assert picture.shape[0] > 150, name
        assert picture.std() > 0.02, name


def test_of_many_labels_the_most_mistaken_are_shown():
    table = np.eye(60, dtype=int) * 10
    table[59, 0] = 7
    axes = figures.confusion_matrix(table, [f"label {i}" for i in range(60)]).axes[0]
    names = [text.get_text() for text in axes.get_yticklabels()]
    assert len(names) == figures.MOST_LABELS
    assert {"label 0", "label 59"} <= set(names)


def test_a_report_says_what_it_means_and_shows_it(measured, tmp_path: Path):
    y, logits, _ = measured
    head = report.Head(
        "category",
        metrics.classification(y, logits, LABELS),
        temperature=1.2,
        slices={"language: es": Interval(0.81, 0.7, 0.9, 60)},
        conformal={"coverage": 0.9, "measured": 0.912, "size": 1.4},
        scope={"auroc": 0.97, "recall": 0.88},
        figures={"reliability": drawn(measured)["reliability"]},
    )
    accuracy = Interval(0.9, 0.88, 0.92, 300)
    path = report.write(
        tmp_path,
        report.Report(
            "Support desk",
            data=[{"name": "desk", "split": "train", "rows": 1_200, "sha256": "ab" * 32}],
            models=[report.Model("LoRA", accuracy, accuracy, 0.02, 0.03, 1_800, chosen=True)],
            heads=[head],
            controls=[report.Control("shuffled labels", "chance", "0.33", True)],
            decision=Decision(False, ("The difference may be chance.",), {}, "cd" * 32),
            identity={"run": "a1b2"},
        ),
    )
    text = path.read_text()
    right = (logits.argmax(axis=1) == y).mean()
    assert f"of 100 new tickets {100 * right:.0f} get the right label" in text
    assert "The champion stays.\n- The difference may be chance." in text
    assert "| **LoRA** | 0.900 (0.880 to 0.920) | 0.900 (0.880 to 0.920) | 0.020 | 3.0 % | 1,800 s |" in text
    assert "held it in 91.2 %, with 1.4 labels" in text
    assert "delivery \\| customs" in text
    assert "![category: reliability](figures/category-reliability.png)" in text
    assert (tmp_path / "figures/category-reliability.png").stat().st_size > 5_000
