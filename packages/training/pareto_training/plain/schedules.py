"""How the learning rate goes over a training: the factor on the peak rate at a step, 0 to 1."""

from __future__ import annotations

import math
from typing import Literal

Schedule = Literal["constant", "step", "linear", "cosine"]


def factor(schedule: Schedule, step: int, steps: int, warm_up: float = 0.05) -> float:
    """The factor at `step` (from 0) of `steps`; the first `warm_up` share rises linearly in every schedule.

    constant  1 throughout
    step      a tenth after half, a hundredth after three quarters
    linear    to 0 at the end
    cosine    to 0 at the end, slowly at both ends (Loshchilov & Hutter 2017, eq. 5, without restarts)
    Raises ValueError for a step outside the training.
    """
    if not 0 <= step < steps:
        raise ValueError(f"step {step} of {steps}")
    rising = math.ceil(steps * warm_up)
    if step < rising:
        return (step + 1) / (rising + 1)
    done = (step - rising) / max(1, steps - rising)
    match schedule:
        case "constant":
            return 1.0
        case "step":
            return 1.0 if done < 0.5 else 0.1 if done < 0.75 else 0.01
        case "linear":
            return 1 - done
        case "cosine":
            return (1 + math.cos(math.pi * done)) / 2
