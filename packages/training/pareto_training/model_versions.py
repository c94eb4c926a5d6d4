"""Bundles as versions of MLflow's model registry, and the aliases that services follow.

A version's source is the folder `bundle` of the run that made it, so that `GET /model-versions/get-artifact?name=…&
version=…&path=manifest.json` gives the file. The aliases: `challenger` newest and not judged, `champion` what services
load, `previous` the champion before, to roll back to.
"""

from __future__ import annotations

import json
from pathlib import Path

from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from mlflow.store.artifact.runs_artifact_repo import RunsArtifactRepository

from .promotion import Decision
from .provenance import sha256_of
from .tracking import Run

BUNDLE = "bundle"
MISSING = ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE")


def register(run: Run, bundle: Path, alias: str = "challenger") -> int | None:
    """Keeps the files of a bundle with the run and makes them the next version of the model that its manifest names.

    Gives MLflow's version number; None for a run that reproduces another, which registers nothing. The manifest's own
    version is in the tag `bundle_version`, the manifest's hash in `manifest_sha256`, which a registry can trust the listed
    hashes by.
    """
    manifest = json.loads((bundle / "manifest.json").read_text())
    run.folder(bundle, BUNDLE)
    if run.reproduces:
        return None
    client, name = run.client, manifest["name"]
    try:
        client.create_registered_model(name, description=manifest["title"])
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
    source = RunsArtifactRepository.get_underlying_uri(f"runs:/{run.id}/{BUNDLE}", client.tracking_uri)
    tags = {
        "schema_version": str(manifest["schema_version"]),
        "bundle_version": str(manifest["version"]),
        "manifest_sha256": sha256_of(bundle / "manifest.json"),
        "commit": manifest["commit"],
    }
    made = client.create_model_version(name, source, run_id=run.id, tags=tags, await_creation_for=0)
    client.set_registered_model_alias(name, alias, made.version)
    return int(made.version)


def version_of(client: MlflowClient, name: str, alias: str = "champion") -> int | None:
    """The version that an alias points at; None without the model or the alias."""
    try:
        return int(client.get_model_version_by_alias(name, alias).version)
    except MlflowException as error:
        if error.error_code in MISSING:
            return None
        raise


def fetch(client: MlflowClient, name: str, version: int, folder: Path) -> Path:
    """Copies the bundle of a version below a folder, and gives where it lies."""
    run_id = client.get_model_version(name, str(version)).run_id
    return Path(client.download_artifacts(run_id, BUNDLE, str(folder)))


def promote(client: MlflowClient, name: str, version: int) -> int | None:
    """Makes a version the champion and the champion before it `previous`. Gives the version of the latter."""
    before = version_of(client, name)
    if before == version:
        return before
    # In this order: whoever reads between the two steps still finds a champion.
    if before is not None:
        client.set_registered_model_alias(name, "previous", str(before))
    client.set_registered_model_alias(name, "champion", str(version))
    if version_of(client, name, "challenger") == version:
        client.delete_registered_model_alias(name, "challenger")
    return before


def apply(run: Run, name: str, version: int, decision: Decision) -> None:
    """Keeps a decision with the run (`decision.json`, metrics) and with the version, whose description gives the reasons
    and whose tag `decision` is `promoted` or `kept back`; makes it the champion where that was decided.

    What it says of the champion is no figure of the run: another time there is another champion.
    """
    run.keep(decision.as_dict(), "decision")
    run.step({f"promotion.{name}": value for name, value in decision.figures.items()}, 0)
    run.client.update_model_version(name, str(version), description=str(decision))
    run.client.set_model_version_tag(name, str(version), "decision", "promoted" if decision.promote else "kept back")
    if decision.promote:
        promote(run.client, name, version)


def roll_back(client: MlflowClient, name: str) -> int:
    """Makes `previous` the champion again; what was champion becomes `previous`. Raises ValueError without one."""
    before = version_of(client, name, "previous")
    if before is None:
        raise ValueError(f"{name} has no previous champion")
    promote(client, name, before)
    return before
