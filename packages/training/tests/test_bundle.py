import copy
import json

import numpy as np
import pytest
from conftest import ROOT
from pydantic import ValidationError

from pareto_training.bundle import Manifest, read_manifest, write_bundle

GOLDEN = ROOT / "packages/contracts/golden"
VALID = json.loads((GOLDEN / "model-bundle.json").read_text())
INVALID = json.loads((GOLDEN / "model-bundle.invalid.json").read_text())


@pytest.mark.parametrize("name", ["model-bundle.json", "model-bundle.plain.json"])
def test_golden_manifests_are_accepted_and_come_back_as_they_were(name):
    content = (GOLDEN / name).read_text()
    assert json.loads(Manifest.model_validate_json(content).to_json()) == json.loads(content)


@pytest.mark.parametrize("variant", INVALID, ids=lambda variant: variant["breaks"])
def test_golden_variants_are_refused(variant):
    broken = copy.deepcopy(VALID)
    *way, last = variant["path"]
    place = broken
    for step in way:
        place = place[step]
    place[last] = variant["value"]
    with pytest.raises(ValidationError):
        Manifest.model_validate_json(json.dumps(broken))


def parts():
    manifest = {key: value for key, value in VALID.items() if key not in ("version", "files")}
    manifest |= {"cascade": None, "heads": [head | {"tfidf_gain": 0.0} for head in VALID["heads"]]}
    return manifest, {"heads.category.weight": np.zeros((3, 4), np.float32)}


def test_a_bundle_is_read_back_and_versions_count_up(tmp_path):
    manifest, tensors = parts()
    first = write_bundle(tmp_path, manifest, tensors, None, "# Card")
    second = write_bundle(tmp_path, manifest, tensors, None, "# Card")
    assert [first.name, second.name] == ["1", "2"]
    assert read_manifest(second).version == 2
    assert [file.path for file in read_manifest(first).files] == ["adapter.safetensors", "card.md"]


def test_a_changed_file_is_noticed(tmp_path):
    folder = write_bundle(tmp_path, *parts(), None, "# Card")
    (folder / "card.md").write_text("# Another")
    with pytest.raises(ValueError, match="card.md"):
        read_manifest(folder)


def test_nothing_is_left_of_a_bundle_that_breaks_the_schema(tmp_path):
    manifest, tensors = parts()
    with pytest.raises(ValidationError):
        write_bundle(tmp_path, manifest | {"commit": "main"}, tensors, None, "# Card")
    assert list((tmp_path / "support-desk").iterdir()) == []
