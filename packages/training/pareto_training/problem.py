"""What a person at the keyboard can mend."""

from __future__ import annotations

import sys
from collections.abc import Callable


class Problem(Exception):
    """Stops the work with what happened and what to do about it; programs print it without a traceback."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what}: {advice}")
        self.what = what
        self.advice = advice


class Interrupted(Problem):
    """Ctrl-C during training: the last checkpoint is kept."""


def run_program(main: Callable[[], int | None]) -> None:
    """Ends the process with what `main` gives: 1 after a Problem, 130 after Ctrl-C, as shells expect."""
    try:
        sys.exit(main() or 0)
    except Interrupted as problem:
        print(f"\n{problem}", file=sys.stderr)
        sys.exit(130)
    except Problem as problem:
        print(f"✗ {problem}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        sys.exit(130)
