"""`synthbalance demo`: four strategies on payments and on a real table, in words, a table and a card."""

import time
import warnings
from pathlib import Path

import synthbalance as sb
from synthbalance.cli import _words
from synthbalance.cli._steps import Steps
from synthbalance.report import free_name, write_card

STRATEGIES = ("none", "class_weight", "random", "smote")
CARD = "synthbalance-demo-card.html"


def run(arguments, terminal):
    """Compare, print, write the card; returns 0."""
    folder = Path(arguments.out).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    start, plan = time.perf_counter(), _quick() if arguments.quick else _full()
    terminal.say(plan["intro"])
    with terminal.progress() as bar:
        payments, table = _work(plan, Steps(bar, 2 * len(STRATEGIES)), terminal)
    _report_payments(terminal, payments)
    card = write_card(payments, free_name(folder / CARD))
    _report_table(terminal, table)
    terminal.path(f"Data card: {card.absolute()}")
    terminal.say(f"Done in {_words.seconds(time.perf_counter() - start)}. Next: synthbalance lab")
    return 0


def _full():
    return {
        "rows": 200_000, "rate": 0.005, "seeds": 3,
        "intro": "200,000 simulated card payments, 1,000 of them fraud. Every strategy retrains the same model with "
        "three seeds and is scored on 50,000 payments that were set apart first and that nothing synthetic touched.",
    }  # fmt: skip


def _quick():
    return {
        "rows": 20_000, "rate": 0.01, "seeds": 2,
        "intro": "Quick: 20,000 simulated card payments, 200 of them fraud, two seeds. "
        "Enough to see how it works, not to learn what works.",
    }  # fmt: skip


def _work(plan, steps, terminal):
    """Both experiments; what the data warns of is collected by the split and the runs, not printed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        steps.say("simulating payments")
        data = sb.load_transactions(plan["rows"], plan["rate"], random_state=0)
        payments = _compare(data, "is_fraud", plan, steps, terminal)
        steps.say("reading the real table")
        table = _compare(sb.load_bundled("breast_cancer"), "target", plan, steps, terminal)
    return payments, table


def _compare(data, target, plan, steps, terminal):
    steps.say("splitting")
    split = sb.split_holdout(data, target=target, random_state=0)
    exp = sb.Experiment(split, seeds=plan["seeds"], random_state=0)
    for key in STRATEGIES:
        run = exp.run(key, on_progress=steps.follow(_words.LABELS[key]))
        steps.done()
        if not terminal.is_live:
            terminal.say(f"  {target}: {_words.run_name(run.name)} in {_words.seconds(run.seconds['total'])}")
    return exp


def _report_payments(terminal, exp):
    rare = int((exp.split.holdout.y == 1).sum())
    title = f"Payments: {len(exp.split.holdout):,} holdout rows, {rare} of them fraud"
    _print_table(terminal, exp, title)
    for run in exp.runs.values():
        terminal.say(f"- {exp.sentence(run)}")
    terminal.say()
    terminal.say(_words.detectable(exp))
    _print_notes(terminal, exp)


def _report_table(terminal, exp):
    rare = int((exp.split.holdout.y == 1).sum())
    title = f"Real table, breast_cancer: {len(exp.split.holdout):,} holdout rows, {rare} of them rare"
    _print_table(terminal, exp, title)
    terminal.say(
        f"{_words.detectable(exp)} With {rare} rare rows no method can be ranked: as far as this holdout can tell, "
        f"any order in this table is chance."
    )
    terminal.say()


def _print_table(terminal, exp, title):
    head = ["Strategy", "Average\nprecision", "Difference\nto None", "Recall", "Precision", "Seconds"]
    compared = exp.compare()
    rows = [_words.table_row(name, row, terminal.is_wide) for name, row in compared.iterrows()]
    terminal.say()
    terminal.table(title, head, rows)


def _print_notes(terminal, exp):
    notes = [*exp.split.warnings, *(note for run in exp.runs.values() for note in run.warnings)]
    for note in dict.fromkeys(notes):
        terminal.say(f"! {note}")
