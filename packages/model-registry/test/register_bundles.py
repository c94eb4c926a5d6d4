"""Registers folders as versions of a model, as packages/training does: register_bundles.py URI FOLDER ...

The first becomes the champion. The last is registered as `runs:/<run>/bundle`, as MLflow's own examples do it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from pareto_training.model_versions import promote, register  # noqa: E402
from pareto_training.tracking import Run  # noqa: E402

uri, *folders = sys.argv[1:]
for folder in map(Path, folders):
    with Run("tickets", "bundle", recipe="recipes/tickets.py", uri=uri) as run:
        version = register(run, folder)
        if version == 1:
            promote(run.client, "banking77", version)
        if folder == Path(folders[-1]):
            run.client.create_model_version("banking77", f"runs:/{run.id}/bundle", run.id)
