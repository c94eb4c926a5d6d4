"""Classifiers in plain PyTorch: first on a table, then on texts, which ends as a bundle that the services load.

    python recipes/text_classifier.py --scale tiny --data tickets.jsonl

The table (handwritten digits that come with scikit-learn) shows what initialisation, optimiser, schedule and
regularisation do; the texts choose between a bag of embeddings and a convolution. Every training is a run of MLflow below
one parent.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

sys.path.insert(0, str(Path(__file__).parents[1]))

from pareto_training import bootstrap, figures, model_versions
from pareto_training.encoder import MODEL_ID, TextEncoding
from pareto_training.plain.loop import History, Settings, fit, predict
from pareto_training.plain.models import BagOfEmbeddings, Network, Perceptron, TextCnn
from pareto_training.plain.pack import Trained, judge, pack
from pareto_training.plain.rows import Table, Texts, compact_vocabulary
from pareto_training.problem import run_program
from pareto_training.provenance import sha256_of_rows
from pareto_training.tickets.data import read_tickets
from pareto_training.tickets.deduplicate import deduplicate
from pareto_training.tickets.splits import check_leaks, split
from pareto_training.tracking import ROOT, Run

RECIPE = "recipes/text_classifier.py"
EPOCHS = {"tiny": 4, "cpu": 30}

#: Settings and dropout; one thing at a time differs from the first.
ON_THE_TABLE = {
    "adam, he": (Settings(), 0.0),
    "adam, xavier": (Settings(initialisation="xavier"), 0.0),
    "adam, normal": (Settings(initialisation="normal"), 0.0),
    "adam, zeros": (Settings(initialisation="zeros"), 0.0),
    "sgd with momentum": (Settings(optimiser="sgd", rate=0.05), 0.0),
    "sgd without momentum": (Settings(optimiser="sgd", rate=0.05, momentum=0.0), 0.0),
    "adam, constant rate": (Settings(schedule="constant"), 0.0),
    "adam, step schedule": (Settings(schedule="step"), 0.0),
    "adam, decay": (Settings(weight_decay=0.1), 0.0),
    "adam, dropout": (Settings(), 0.2),
    "adam, dropout and decay": (Settings(weight_decay=0.1), 0.2),
}
ON_TEXTS = {
    "bag, adam": (BagOfEmbeddings, Settings(rate=1e-2, weight_decay=0.01)),
    "bag, sgd": (BagOfEmbeddings, Settings(optimiser="sgd", rate=0.3)),
    "cnn, adam": (TextCnn, Settings(rate=3e-3, weight_decay=0.01)),
}


def main() -> None:
    given = parser().parse_args()
    torch.set_num_threads(given.threads)
    with Run("plain-pytorch", given.name, RECIPE, sys.argv[1:]) as run:
        run.params({"scale": given.scale, "seed": given.seed, "epochs": EPOCHS[given.scale]})
        table(run, given)
        with tempfile.TemporaryDirectory() as folder:
            bundle = texts(run, given, Path(folder) if run.reproduces else given.registry)
            version = model_versions.register(run, bundle)
        print(f"{bundle}\nrun {run.id}" + (f", version {version} of {given.name} in MLflow" if version else ""))


def table(run: Run, given: argparse.Namespace) -> None:
    """What each choice is worth on 1,797 digits of 8 × 8 points: 1,100 to learn from, as deep as makes choices matter."""
    x, y = load_digits(return_X_y=True)
    run.data("digits", sha256_of_rows(x.ravel(), y), len(y), "table")
    x_train, x_rest, y_train, y_rest = train_test_split(
        x / 16, y, train_size=1_100, stratify=y, random_state=given.seed
    )
    x_valid, x_test, y_valid, y_test = train_test_split(x_rest, y_rest, test_size=0.6, random_state=given.seed)
    train, valid, test = Table(x_train, y_train), Table(x_valid, y_valid), Table(x_test, y_test)
    found, curves = {}, {}
    for name, (settings, dropout) in ON_THE_TABLE.items():
        network = Network(Perceptron(64, 96, 6, dropout), 96, 10, dropout)
        with Run("plain-pytorch", f"digits: {name}", RECIPE, parent=run) as child:
            history = trained(child, network, train, valid, adapted(settings, given), dropout)
            found[name] = accuracy(network, test)
            child.figures({"test.accuracy": found[name]})
        curves[name] = history.valid_loss
        print(f"digits  {name:28} {found[name]}  best epoch {history.best}, {history.seconds:.1f} s")
    run.figures({"digits": {name.replace(", ", "."): interval for name, interval in found.items()}})
    run.draw(figures.comparison(found), "digits")
    shown = ("adam, he", "adam, xavier", "adam, zeros", "sgd with momentum", "sgd without momentum")
    run.draw(figures.learning_curves({name: curves[name] for name in shown}, "validation loss"), "digits-curves")


def texts(run: Run, given: argparse.Namespace, registry: Path) -> Path:
    """Trains each network, takes the one with the best validation accuracy, judges it on the hold-out and packs it."""
    tickets = read_tickets(given.data)
    head = given.head or next(iter(tickets.heads))
    labels = tickets.heads[head]
    kept = [ticket for ticket in deduplicate(tickets.tickets).tickets if head in ticket.labels]
    parts = split(kept, head, seed=given.seed)
    check_leaks(parts)
    encoding = TextEncoding.load(given.models / MODEL_ID, given.max_tokens)
    mapping = compact_vocabulary(
        encoding.ids([ticket.text for ticket in parts.train]), encoding.tokenizer.get_vocab_size()
    )
    number = {label: index for index, label in enumerate(labels)}
    rows = {}
    for name, members in parts.parts().items():
        ids = [mapping[row] for row in encoding.ids([ticket.text for ticket in members])]
        rows[name] = Texts(ids, np.array([number[ticket.labels[head]] for ticket in members]))
    data = [run.data(tickets.name, given.data, len(part), name) for name, part in rows.items()]

    candidates: dict[str, tuple[float, Network]] = {}
    for name, (body, settings) in ON_TEXTS.items():
        width = 192
        network = Network(body(int(mapping.max()) + 1, 96, width, 0.2), width, len(labels), 0.3)
        with Run("plain-pytorch", f"{tickets.name}: {name}", RECIPE, parent=run) as child:
            history = trained(child, network, rows["train"], rows["validation"], adapted(settings, given), 0.3)
            child.draw(loss_curves(history), "curves")
            best = history.valid_accuracy[history.best - 1]
            child.figures({"validation.accuracy": best})
        candidates[name] = (best, network)
        print(f"texts   {name:28} validation {best:.3f}  best epoch {history.best}, {history.seconds:.1f} s")
    chosen = max(candidates, key=lambda name: candidates[name][0])
    model = Trained(candidates[chosen][1], encoding, mapping, head, labels)
    judged = judge(model, rows["validation"], rows["holdout"])
    run.params({"chosen": chosen})
    run.figures({"holdout": judged.measures, "validation": {name: best for name, (best, _) in candidates.items()}})
    run.figures({"temperature": judged.temperature, "conformal_coverage": judged.coverage})
    run.keep({"labels": list(labels), **judged.measures}, "measures")
    print(f"hold-out, {chosen}: accuracy {bootstrap.Interval(**judged.measures['accuracy'])}")
    about = {
        "name": given.name,
        "title": given.title or f"{tickets.name} in plain PyTorch",
        "licence": given.licence,
        "attribution": given.attribution,
        "languages": given.languages.split(","),
        "data": data,
        "run": {"id": run.id, "experiment": run.experiment},
        "commit": run.commit,
    }
    return pack(registry, model, judged, about)


def trained(
    run: Run, network: Network, train: Table | Texts, valid: Table | Texts, settings: Settings, dropout: float
) -> History:
    """One training with everything about it in its run."""
    run.params({**settings.as_dict(), "dropout": dropout, "parameters": sum(p.numel() for p in network.parameters())})

    def log(epoch: int, history: History) -> None:
        latest = {"train.loss": history.train_loss, "valid.loss": history.valid_loss}
        run.step({**{k: v[-1] for k, v in latest.items()}, "valid.accuracy": history.valid_accuracy[-1]}, epoch)

    history = fit(network, train, valid, settings, log)
    run.figures({"best_epoch": history.best})
    run.costs({"seconds": history.seconds})
    return history


def adapted(settings: Settings, given: argparse.Namespace) -> Settings:
    return replace(settings, epochs=EPOCHS[given.scale], seed=given.seed)


def accuracy(network: Network, rows: Table) -> bootstrap.Interval:
    return bootstrap.interval(predict(network, rows).argmax(dim=1).numpy() == rows.y)


def loss_curves(history: History) -> figures.Figure:
    curves: Mapping[str, list[float]] = {"training": history.train_loss, "validation": history.valid_loss}
    return figures.learning_curves(curves, best=history.best)


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--data", type=Path, required=True, help="tickets as CSV or JSON Lines")
    found.add_argument("--head", help="column of the label; the first one that is found otherwise")
    found.add_argument("--name", default="plain-text", help="of the bundle: small letters, digits, dashes")
    found.add_argument("--title", help="of the bundle, for people")
    found.add_argument("--licence", default="not stated", help="of the data")
    found.add_argument("--attribution", default="", help="of the data")
    found.add_argument("--languages", default="en")
    found.add_argument("--scale", choices=EPOCHS, default="cpu")
    found.add_argument("--seed", type=int, default=0)
    found.add_argument("--threads", type=int, default=1, help="one thread gives the same figures every time")
    found.add_argument("--max-tokens", type=int, default=128)
    found.add_argument("--models", type=Path, default=Path(os.environ.get("MODELS_DIR", ROOT / ".data" / "models")))
    found.add_argument("--registry", type=Path, default=ROOT / ".data" / "registry")
    return found


if __name__ == "__main__":
    run_program(main)
