"""Where tests find the repository's golden files and models."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "packages/training"))

MODELS = Path(os.environ.get("MODELS_DIR", ROOT / ".data/models"))


@pytest.fixture(scope="session")
def minilm() -> Path:
    folder = MODELS / "all-minilm-l6-v2"
    if not (folder / "model.safetensors").is_file():
        pytest.skip("(needs model files)")
    return folder


@pytest.fixture(scope="session")
def smollm() -> Path:
    folder = MODELS / "smollm2-135m-instruct-q4_1"
    if not (folder / "model.gguf").is_file():
        pytest.skip("(needs model files)")
    return folder
