"""Whether decisions that were fitted anew under the same weights replace the ones before.

The gate of `promotion.py` asks for more right answers, which a refit under the same weights hardly gives. It has to mend what it is
for: foreign texts taken for foreign more often, beyond the paired-bootstrap interval, while tickets are kept, and neither
confidences nor sets may get worse than chance explains.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from . import bootstrap
from .calibration import chance_errors, confidence_error
from .conformal import coverage
from .decision import COVERAGE
from .promotion import Bounds, Decision, enough, signed
from .scope import IN_SCOPE_KEPT
from .serving import Answered

Said = Mapping[str, Answered]
Rule = tuple[bool, str]


def decide_refit(
    before: Said,
    after: Said,
    truth: Mapping[str, np.ndarray],
    labels: Mapping[str, tuple[str, ...]],
    foreign: tuple[Said, Said],
    holdout: str,
    bounds: Bounds = Bounds(),
) -> Decision:
    """`before` and `after` are of the hold-out, whose `truth` has names of labels [n] by head; `foreign` is the same pair of
    texts that no label fits and that neither fitted nor chose anything. Raises ValueError without one head in common."""
    heads = [head for head in truth if head in after]
    if not heads:
        raise ValueError("the refitted bundle has none of the heads of the hold-out")
    figures: dict[str, float] = {}
    n = len(truth[heads[0]])
    rules = [
        enough(n, bounds),
        as_right(before, after, truth, heads, bounds, figures),
        flagged(foreign[0][heads[0]], foreign[1][heads[0]], figures),
        kept(after[heads[0]], figures),
    ]
    for head in heads:
        rules.append(calibrated(before[head], after[head], truth[head], head, bounds, figures))
        rules.append(covered(before[head], after[head], truth[head], labels[head], head, figures))
    return Decision(all(ok for ok, _ in rules), tuple(said for _, said in rules), figures, holdout)


def as_right(
    before: Said,
    after: Said,
    truth: Mapping[str, np.ndarray],
    heads: list[str],
    bounds: Bounds,
    figures: dict[str, float],
) -> Rule:
    """Weights are the same, but which tickets TF-IDF answers alone is a decision too."""
    changed = sum(int((before[head].label != after[head].label).sum()) for head in heads)
    lost = {
        head: float(np.mean(before[head].label == truth[head]) - np.mean(after[head].label == truth[head]))
        for head in heads
    }
    figures |= {f"loss.head {head}": value for head, value in lost.items()}
    if changed == 0:
        return True, "No label changes: the weights are the same."
    worst = max(lost, key=lambda head: lost[head])
    said = f"{changed} labels change, for other tickets go to TF-IDF alone; the most is lost on {worst} ({signed(-lost[worst])} points)."
    return lost[worst] <= bounds.slice_loss, said


def flagged(before: Answered, after: Answered, figures: dict[str, float]) -> Rule:
    found = bootstrap.paired_difference(after.outside, before.outside)
    was, now = float(before.outside.mean()), float(after.outside.mean())
    figures |= {"foreign.before": was, "foreign": now, "foreign.difference.low": found.low}
    reach = f"{signed(found.value)} points ({signed(found.low)} to {signed(found.high)})"
    return (
        found.low > 0,
        f"Of foreign texts {100 * now:.0f} % are taken for foreign, {100 * was:.0f} % before: {reach}.",
    )


def kept(after: Answered, figures: dict[str, float]) -> Rule:
    """Two standard deviations of a share below what the threshold is to keep."""
    share, n = float(1 - after.outside.mean()), len(after.outside)
    least = IN_SCOPE_KEPT - 2 * np.sqrt(IN_SCOPE_KEPT * (1 - IN_SCOPE_KEPT) / n)
    figures["kept"] = share
    return (
        share >= least,
        f"Of tickets {100 * share:.1f} % are kept in scope; {100 * least:.1f} % at least are asked for.",
    )


def calibrated(
    before: Answered, after: Answered, truth: np.ndarray, head: str, bounds: Bounds, figures: dict[str, float]
) -> Rule:
    was, now = (confidence_error(one.confidence, one.label == truth) for one in (before, after))
    chance = float(np.quantile(chance_errors(after.confidence), 0.95))
    figures |= {f"ece.{head}.before": was, f"ece.{head}": now, f"ece.{head}.chance": chance}
    said = (
        f"Confidences of {head} are off by {now:.3f} on average, {was:.3f} before; perfect ones by up to {chance:.3f}."
    )
    return now <= max(was, bounds.ece, chance), said


def covered(
    before: Answered,
    after: Answered,
    truth: np.ndarray,
    labels: tuple[str, ...],
    head: str,
    figures: dict[str, float],
) -> Rule:
    """No worse than before, or within two standard deviations of the coverage that is promised."""
    y = np.array([labels.index(label) if label in labels else -1 for label in truth])
    was, now = (coverage(one.sets[y >= 0], y[y >= 0]) for one in (before, after))
    least = COVERAGE - 2 * np.sqrt(COVERAGE * (1 - COVERAGE) / max(1, (y >= 0).sum()))
    figures |= {f"coverage.{head}.before": was, f"coverage.{head}": now}
    said = f"Sets of {head} hold the right label in {100 * now:.1f} % of cases, {100 * was:.1f} % before ({100 * COVERAGE:.0f} % promised)."
    return now >= min(was, least), said
