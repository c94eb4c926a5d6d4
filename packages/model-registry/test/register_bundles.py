"""Registers folders as versions of a model: register_bundles.py URI NAME SOURCE:FOLDER ... (SOURCE: artifact or run)."""

import sys

import mlflow
from mlflow import MlflowClient

uri, name, *bundles = sys.argv[1:]
mlflow.set_tracking_uri(uri)
mlflow.set_experiment("tickets")
client = MlflowClient()
client.create_registered_model(name)
for bundle in bundles:
    kind, folder = bundle.split(":", 1)
    with mlflow.start_run() as run:
        mlflow.log_artifacts(folder, "bundle")
    root = run.info.artifact_uri if kind == "artifact" else f"runs:/{run.info.run_id}"
    version = client.create_model_version(name, f"{root}/bundle", run.info.run_id)
    if version.version == "1" or version.version == 1:
        client.set_registered_model_alias(name, "champion", version.version)
