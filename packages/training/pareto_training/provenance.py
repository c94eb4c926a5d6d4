"""Where a result comes from: the commit, the machine, the packages, the bytes of the data."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

PACKAGES = ("torch", "numpy", "scikit-learn", "peft", "transformers", "bitsandbytes", "onnxruntime", "mlflow")
UNKNOWN = "0000000"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_rows(*columns: object) -> str:
    """SHA-256 of rows in memory, by the representation of each value: for data that comes with a library."""
    digest = hashlib.sha256()
    for column in columns:
        for value in column:  # type: ignore[attr-defined]
            digest.update(repr(value).encode())
            digest.update(b"\n")
    return digest.hexdigest()


def commit(folder: Path) -> tuple[str, bool]:
    """The commit of the checkout that holds a folder, and whether tracked files differ from it.

    (seven zeros, false) outside a checkout or without git, as in an image.
    """
    head = git(folder, "rev-parse", "HEAD")
    return (head, git(folder, "status", "--porcelain", "--untracked-files=no") != "") if head else (UNKNOWN, False)


def environment() -> dict[str, str]:
    """Python, system, cores in use and the versions of the packages that change results."""
    found = {"python": platform.python_version(), "system": f"{platform.system()} {platform.machine()}"}
    found["cores"] = os.environ.get("OMP_NUM_THREADS") or str(os.cpu_count() or 1)
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
