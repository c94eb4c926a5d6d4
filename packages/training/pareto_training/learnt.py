"""Which tickets a bundle learnt from, without their texts: what a gate needs to know of its hold-out.

`learnt.json` of a bundle has a digest of 48 bits of each ticket of its training and validation parts. Two tickets share one
by chance once in 10¹⁴ pairs. A digest tells who has a ticket's whole text that the bundle learnt it, and nobody its text;
of a text of one or two words that is as good as telling it, so such texts are left out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from .tickets.deduplicate import normalise

LEARNT = "learnt.json"
BYTES = 6
#: Texts of fewer words could be guessed.
FEWEST_WORDS = 3


def digest(text: str) -> bytes:
    """Of the words in lower case: punctuation and spacing make no other ticket."""
    return hashlib.blake2b(normalise(text).encode(), digest_size=BYTES).digest()


def write(path: Path, texts: Iterable[str]) -> None:
    found = sorted({digest(text) for text in texts if len(text.split()) >= FEWEST_WORDS})
    content = {
        "digest": f"blake2b, {BYTES} bytes each, sorted",
        "rows": len(found),
        "digests": base64.b64encode(b"".join(found)).decode(),
    }
    path.write_text(json.dumps(content) + "\n")


def read(folder: Path) -> frozenset[bytes] | None:
    """The digests of a bundle; None for one that does not say what it learnt."""
    if not (folder / LEARNT).is_file():
        return None
    content = base64.b64decode(json.loads((folder / LEARNT).read_text())["digests"])
    return frozenset(content[at : at + BYTES] for at in range(0, len(content), BYTES))
