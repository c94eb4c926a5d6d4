"""From a file of tickets to a bundle that services load, with a report.

    npm run train -- tickets --scale tiny                         the whole chain on bundled data, in minutes
    npm run train -- tickets --data tickets.csv --name desk       what is released, on two cores
    npm run train -- tickets --scale gpu --base <folder of 7B>    4-bit QLoRA of a large decoder

At `tiny` and `cpu` what is released is LoRA on MiniLM together with TF-IDF; the other methods are there to compare with.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pareto_training import model_versions, registry
from pareto_training.building import MODEL_ID, ROOT, models_folder
from pareto_training.decision import fit_cascade
from pareto_training.fold_training import train_folds
from pareto_training.gate import gate
from pareto_training.options import TrainingOptions
from pareto_training.parity import parity
from pareto_training.peers import PEERS
from pareto_training.plan import arguments
from pareto_training.problem import Interrupted, run_program
from pareto_training.release import About, release
from pareto_training.report import Report, write
from pareto_training.report_parts import compared, head_of_report
from pareto_training.scales import SCALES, options_of
from pareto_training.stages import (
    RELEASED,
    Judged,
    baseline,
    check_controls,
    judge,
    judge_with_words,
    learn,
    majority,
    peer,
)
from pareto_training.tfidf import TfidfClassifier
from pareto_training.tickets.data import Columns, read_feedback, read_tickets
from pareto_training.tickets.foreign import Foreign, read_foreign
from pareto_training.tickets.prepared import Prepared, prepare
from pareto_training.tickets.splits import few_shot
from pareto_training.tracking import Run

RECIPE = "recipes/tickets.py"
TINY_ROWS, TINY_QLORA_ROWS = 240, 24


def main() -> int:
    plan = arguments(__doc__)
    methods = tuple(plan.methods.split(",")) if plan.methods else SCALES[plan.scale][0]
    chosen = options_of(plan.scale, methods, plan.set)

    # The data: cleaned, without copies, split by label, checked for leaks.
    prepared = read_and_prepare(plan)
    work = plan.work
    prepared.save(work / "data")
    said = ", ".join(f"{len(part):,} {name}" for name, part in prepared.splits.parts().items())
    print(f"{prepared.name}: {said}; heads {', '.join(prepared.heads)}", flush=True)
    foreign = read_foreign(plan.out_of_scope) if plan.out_of_scope else Foreign("none", ())

    with Run("tickets", plan.name, RECIPE, sys.argv[1:]) as run:
        run.params({"scale": plan.scale, "heads": ",".join(prepared.heads), "language": ",".join(prepared.languages())})
        log_data(run, prepared)
        if foreign.texts:
            run.data(foreign.name, foreign.sha256, len(foreign.texts), "out of scope")

        # The bars: the most frequent label, and what needs no neural network; each method is a run of its own below this one.
        bar, (tfidf, simple) = majority(prepared), baseline(prepared)
        contenders = [bar, simple]
        for one in contenders:
            with Run("tickets", f"{plan.name} {one.learned.method}", RECIPE, sys.argv[1:], parent=run) as child:
                child.params({"method": one.learned.method})
                log(child, one, prepared)
            tell(one, prepared)
        for method, its in chosen.items():
            contenders += contend(run, plan, method, its, prepared, tfidf, foreign.texts)

        released = next((one for one in contenders if one.learned.method == RELEASED), None)
        winner = released or contenders[-1]
        checks = check_controls(prepared, winner.learned.options) if released else []
        decision, bundle, notes = None, None, too_few(contenders, prepared)
        if released:
            # Released: adapter, merged weights and int8 graph agree; then the gate decides who serves.
            texts, truth = prepared.texts("holdout"), prepared.truth("holdout")
            words = {head: winner.decisions[head].tfidf_gain * x for head, x in tfidf.logits(texts).items()}
            same = parity(winner.learned.built, texts, models_folder() / MODEL_ID, truth, words)
            run.figures({"parity": same})
            cascade, answered = fit_cascade(tfidf.logits(prepared.texts("validation")), prepared.truth("validation"))
            notes += notes_of(same, answered)
            about = About(plan.name, plan.title or plan.name, plan.licence, plan.attribution)
            bundle = release(
                plan.registry, about, prepared, winner.learned.built, winner.learned.options, winner.decisions,
                winner.evaluation, tfidf, cascade, {"id": run.id, "experiment": "tickets"}, run.commit,
            )  # fmt: skip
            decision = gate(plan.registry, plan.name, prepared, int(bundle.name), winner.predictions(prepared))
            if decision.promote:
                registry.promote(plan.registry, plan.name, int(bundle.name))
            version = model_versions.register(run, bundle)
            if version is not None:  # None in a reproduction
                model_versions.apply(run, plan.name, version, decision)
        run.figures({"holdout": winner.evaluation.figures})

        # The report, for whoever decides.
        heads = [
            head_of_report(prepared, head, winner, contenders[1:-1] if contenders[-1] is winner else [simple])
            for head in prepared.heads
        ]
        entries = [
            {"name": prepared.name, "split": part, "rows": len(tickets), "sha256": prepared.sha256_of(part)}
            for part, tickets in prepared.splits.parts().items()
        ]
        identity = {"bundle": f"{plan.name}/{bundle.name}" if bundle else "none", "run": run.id, "commit": run.commit}
        models = [compared(one, prepared.heads, one is winner) for one in contenders]
        report = Report(
            plan.title or plan.name, entries, models, heads, checks, decision, (*prepared.notes, *notes), identity
        )
        path = write(work / "report", report)
        run.folder(work / "report", "report")
        print(f"report: {shown(path)}", flush=True)
        if bundle:
            serves = "which is now served" if decision.promote else "not served"
            print(f"bundle: {shown(bundle)}, {serves}\n{decision}", flush=True)
    return 0


def contend(
    run: Run,
    plan: argparse.Namespace,
    method: str,
    options: TrainingOptions,
    prepared: Prepared,
    tfidf: TfidfClassifier,
    foreign: Sequence[str],
) -> list[Judged]:
    """One method, trained and judged in a run of its own; LoRA alone and together with TF-IDF."""
    data = few(prepared) if method == "qlora" and plan.scale == "tiny" else prepared
    with Run("tickets", f"{plan.name} {method}", RECIPE, sys.argv[1:], parent=run) as child:
        print(f"{method}:", flush=True)
        if method in PEERS:
            child.params({"method": method})
            found = [peer(method, data, options)]
        else:
            child.params({name: value for name, value in options.as_dict().items() if str(value)})
            folder = plan.work / method
            learned = learn(data, options, folder, plan.base, plan.device)
            for entry in learned.outcome.history:
                values = {key: value for key, value in entry.items() if key not in ("epoch", "seconds")}
                child.step(values, int(entry["epoch"]))
            if learned.outcome.interrupted:
                raise Interrupted("stopped by Ctrl-C", f"the last checkpoint is kept in {folder}")
            child.figures({"trainable_share": learned.trainable_share})
            found = [judge(data, learned)]
            if method == "lora":
                folds = train_folds(data, options, plan.folds, plan.work / "folds", foreign) if plan.folds else ()
                found.append(judge_with_words(data, learned, tfidf, foreign, folds))
        log(child, found[0], data)
    for judged in found:
        tell(judged, data)
    return found


def log(run: Run, judged: Judged, data: Prepared) -> None:
    """What each method's run has beside its own: the hashes of its data, figures, costs."""
    log_data(run, data)
    run.figures({"holdout": judged.evaluation.figures})
    run.costs({"seconds": judged.learned.seconds})


def log_data(run: Run, data: Prepared) -> None:
    for part, tickets in data.splits.parts().items():
        run.data(data.name, data.sha256_of(part), len(tickets), part)


def read_and_prepare(plan: argparse.Namespace) -> Prepared:
    columns = Columns(plan.subject, plan.text, tuple(name for name in plan.labels.split(",") if name))
    data = read_tickets(plan.data, columns, plan.encoding, name=plan.name)
    feedback = read_feedback(plan.with_feedback, data.heads) if plan.with_feedback else None
    most = TINY_ROWS if plan.rows is None and plan.scale == "tiny" else plan.rows
    prepared = prepare(data, feedback, plan.validation, plan.holdout, plan.seed, most)
    if plan.shots is None:
        return prepared
    train = few_shot(prepared.part("train"), prepared.primary, plan.shots)
    return replace(prepared, splits=replace(prepared.splits, train=train))


def few(prepared: Prepared) -> Prepared:
    """So few tickets that four-bit training of the small decoder takes seconds: it shows that it works, not how well."""
    parts = prepared.splits
    n = TINY_QLORA_ROWS
    parts = replace(
        parts, train=parts.train[:n], validation=parts.validation[: n // 2], holdout=parts.holdout[: n // 2]
    )
    return replace(prepared, splits=parts)


def too_few(contenders: list[Judged], prepared: Prepared) -> list[str]:
    """A note for each model that was measured on other tickets than the rest."""
    n = len(prepared.part("holdout"))
    rows = {one.learned.method: len(one.holdout.vectors) for one in contenders}
    return [f"{name} was tried on {m} tickets only: that it works, not how well." for name, m in rows.items() if m != n]


def notes_of(same: dict[str, float], answered: dict[str, float]) -> list[str]:
    shares = ", ".join(f"{head} {share:.0%}" for head, share in answered.items())
    return [
        f"Merged weights give the same label for {same['merged.agreement']:.1%} of the hold-out, the int8 graph for "
        f"{same['int8.agreement']:.1%}; int8 costs {same['int8.accuracy_lost']:+.4f} accuracy.",
        f"TF-IDF alone is sure of {shares} (at most one in a hundred of them wrong) and spares the encoder.",
    ]


def tell(judged: Judged, prepared: Prepared) -> None:
    method = judged.learned.method
    scores = ", ".join(f"{head} {judged.accuracy(head)}" for head in prepared.heads)
    print(f"{method}: {scores}  ({judged.learned.seconds:.0f} s)", flush=True)


def shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


run_program(main)
