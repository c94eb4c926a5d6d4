"""What a run was: parameters, figures, data hashes and environment, in MLflow.

With `MLFLOW_TRACKING_URI` runs go to that server. Without, they go to SQLite and a folder beside it in `.data/mlflow`,
which `npm run mlflow` shows: MLflow 3.17 refuses stores of plain files unless a variable allows them. README.md, "What
is in MLflow", says what others may rely on.

No text of a ticket goes to MLflow: values are numbers, names and settings. Text too long to be a setting is refused, an
error inside a run is recorded by its kind alone, and figures draw labels, never rows.
"""

from __future__ import annotations

import logging
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
for noisy in ("alembic", "mlflow.store.db.utils"):
    logging.getLogger(noisy).setLevel(logging.WARNING)

from matplotlib.figure import Figure  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param  # noqa: E402
from mlflow.exceptions import MlflowException  # noqa: E402

from .problem import Interrupted, Problem  # noqa: E402
from .provenance import commit, environment, sha256_of  # noqa: E402

ROOT = Path(__file__).parents[3]
LOCAL_STORE = ROOT / ".data" / "mlflow" / "mlflow.db"
LONGEST_SETTING = 250
ANSWER_SECONDS = 5
#: Names the run that is being run again, to the process that does it.
REPRODUCES = "PARETO_REPRODUCES"


def store_uri() -> str:
    """Where runs go: `MLFLOW_TRACKING_URI`, or SQLite in `.data/mlflow`."""
    return os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{LOCAL_STORE}"


def connect(uri: str | None = None) -> MlflowClient:
    """A client of a tracking store and its registry. Raises Problem when a server does not answer within 5 s:
    MLflow itself would try for minutes."""
    uri = uri or store_uri()
    if uri.startswith("sqlite:///"):
        Path(uri.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    elif uri.startswith("http"):
        try:
            urllib.request.urlopen(f"{uri.rstrip('/')}/health", timeout=ANSWER_SECONDS).close()
        except urllib.error.HTTPError:
            pass  # Hosted stores need not have /health; they did answer.
        except OSError as error:
            where = urlsplit(uri)  # Without the user and password that it may name.
            raise Problem(
                f"MLflow does not answer at {where.hostname}:{where.port or where.scheme}",
                "start it with npm run mlflow, or unset MLFLOW_TRACKING_URI to keep runs in .data/mlflow",
            ) from error
    return MlflowClient(tracking_uri=uri, registry_uri=uri)


class Run:
    """One run, open for the length of a `with` block: FINISHED at its end, FAILED after an error, KILLED by Ctrl-C.

    ```python
    with Run("tickets", "lora", recipe="recipes/tickets.py", arguments=sys.argv[1:]) as run:
        run.data("banking77", path, rows=10_003, split="train")
        run.params({"rank": 16})
        run.step({"train.loss": 0.7}, step=1)
        run.figures({"valid": {"accuracy": 0.94}})
    ```
    `recipe` and `arguments` are what `repro` runs again; the recipe's path is relative to packages/training.
    """

    def __init__(
        self,
        experiment: str,
        name: str,
        recipe: str,
        arguments: Sequence[str] = (),
        parent: Run | None = None,
        uri: str | None = None,
    ) -> None:
        self.client = connect(uri)
        head, dirty = commit(ROOT)
        self.commit = head
        self.experiment = experiment
        #: The id of the run that this one repeats: such a run registers nothing.
        self.reproduces = os.environ.get(REPRODUCES)
        tags = {
            "mlflow.runName": name,
            "mlflow.source.name": recipe,
            "mlflow.source.git.commit": head,
            "recipe": recipe,
            "arguments": "\n".join(arguments),
            "folder": str(Path.cwd()),
            "dirty": str(dirty).lower(),
            **({"mlflow.parentRunId": parent.id} if parent else {}),
            **({"reproduces": self.reproduces} if self.reproduces and not parent else {}),
        }
        run = self.client.create_run(experiment_id(self.client, experiment), run_name=name, tags=tags)
        self.id: str = run.info.run_id
        self._figures: dict[str, float] = {}
        self.params({f"environment.{key}": value for key, value in environment().items()})

    def __enter__(self) -> Run:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is None:
            self.client.log_dict(self.id, self._figures, "figures.json")
        else:
            self.tag("error", kind.__name__)
        interrupted = kind is not None and issubclass(kind, KeyboardInterrupt | Interrupted)
        status = "FINISHED" if kind is None else "KILLED" if interrupted else "FAILED"
        self.client.set_terminated(self.id, status)

    def params(self, values: Mapping[str, Any]) -> None:
        """Settings. A name is written once; raises ValueError for a value of more than 250 characters."""
        params = [Param(name_of(key), str(value)) for key, value in values.items()]
        for param in params:
            if len(param.value) > LONGEST_SETTING or "\n" in param.value:
                raise ValueError(f"the value of {param.key} is no setting: {len(param.value)} characters")
        self.client.log_batch(self.id, params=params)

    def tag(self, key: str, value: str) -> None:
        self.client.set_tag(self.id, name_of(key), value)

    def step(self, values: Mapping[str, float], step: int) -> None:
        """A point of each curve, such as the loss after an epoch."""
        now = int(time.time() * 1000)
        self.client.log_batch(
            self.id, metrics=[Metric(name_of(key), float(value), now, step) for key, value in values.items()]
        )

    def figures(self, values: Mapping[str, Any]) -> None:
        """What the run is judged by, and what `repro` compares: nested mappings become names with dots, intervals
        `name`, `name.low`, `name.high`; lists and texts are left out."""
        found = {name_of(key): value for key, value in flatten(values)}
        self._figures |= found
        self.step(found, 0)

    def costs(self, values: Mapping[str, float]) -> None:
        """Seconds, bytes and rates, as `cost.<name>`: they differ from machine to machine and are not compared."""
        self.step({f"cost.{key}": value for key, value in values.items()}, 0)

    def data(self, name: str, source: Path | str, rows: int, split: str) -> dict[str, object]:
        """A data set by its hash: `source` is a file, or the SHA-256 of rows that come with a library.

        Gives the entry of a manifest's `data`. `repro` checks that files still have these bytes.
        """
        file = Path(source) if isinstance(source, Path) else None
        sha256 = sha256_of(file) if file else str(source)
        where = str(file.resolve()) if file else ""
        dataset = Dataset(name, sha256[:36], "local" if file else "library", where or name)
        self.client.log_inputs(self.id, [DatasetInput(dataset, [InputTag("mlflow.data.context", split)])])
        self.params({f"data.{name}.{split}.sha256": sha256, f"data.{name}.{split}.rows": rows})
        if where:
            self.tag(f"data.{name}.{split}.path", where)
        return {"name": name, "sha256": sha256, "rows": rows, "split": split}

    def draw(self, figure: Figure, name: str) -> None:
        """A figure as `figures/<name>.png`."""
        self.client.log_figure(self.id, figure, f"figures/{name}.png")

    def keep(self, value: Mapping[str, Any], name: str) -> None:
        """A mapping of numbers and labels as `<name>.json`, such as a confusion table."""
        self.client.log_dict(self.id, dict(value), f"{name}.json")

    def folder(self, path: Path, name: str) -> None:
        """All files of a folder, under a name."""
        self.client.log_artifacts(self.id, str(path), name)


def experiment_id(client: MlflowClient, name: str) -> str:
    """The experiment of a name, made when there is none. In a local store its files lie beside the database."""
    found = client.get_experiment_by_name(name)
    if found:
        return found.experiment_id
    uri = client.tracking_uri
    beside = None
    if uri.startswith("sqlite:///"):
        beside = (Path(uri.removeprefix("sqlite:///")).resolve().parent / "artifacts" / name).as_uri()
    try:
        return client.create_experiment(name, artifact_location=beside)
    except MlflowException:
        made = client.get_experiment_by_name(name)  # By another run, a moment ago.
        if made is None:
            raise
        return made.experiment_id


def name_of(key: str) -> str:
    """A name that MLflow takes: its letters are those of ASCII, other signs become `_`."""
    return re.sub(r"[^A-Za-z0-9_ .:/-]", "_", key)


def flatten(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, float]]:
    """Numbers of nested mappings with dotted names; an interval's `value` takes the name of the interval itself."""
    found: list[tuple[str, float]] = []
    for key, value in values.items():
        name = prefix if key == "value" and prefix else f"{prefix}.{key}" if prefix else key
        if isinstance(value, Mapping):
            found += flatten(value, name)
        elif hasattr(value, "as_dict"):
            found += flatten(value.as_dict(), name)
        elif isinstance(value, (int, float)) or hasattr(value, "__float__"):
            found.append((name, float(value)))
    return found
