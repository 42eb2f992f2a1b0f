"""`synthbalance score`: strategies beside doing nothing, on real holdout rows."""

import time

import synthbalance as sb
from synthbalance.cli import _document, _given, _notes, _opened, _results, _strategies, _words
from synthbalance.cli._steps import Steps
from synthbalance.report import write_card


def run(arguments, terminal):
    """Read, split, train and score each strategy; returns 0."""
    start = time.perf_counter()
    _results.check(arguments)
    _given.costs(arguments.costs)
    _strategies.check(arguments.strategy or _strategies.suggested(), arguments)
    with _notes.told(terminal) as notes:
        opened = _opened.open_file(arguments)
        exp = sb.Experiment(opened.split, random_state=arguments.seed, **settings(arguments, opened))
        strategies = _strategies.build(
            arguments.strategy or _strategies.suggested(opened.split.train.y), opened.split, arguments
        )
        _run_all(exp, strategies, terminal)
        document = _document.head("score", opened, arguments, notes) | {
            "primary": exp.primary, "looks": exp.looks, "runs": _document.of_runs(exp),
            "seconds": time.perf_counter() - start,
        }  # fmt: skip
        _results.write(arguments, document, lambda path: write_card(exp, path, overwrite=arguments.force))
    _document.write(document) if arguments.json else say(exp, terminal, document)
    return 0


def settings(arguments, opened):
    """The arguments of `Experiment` and `AutoBalance` that were stated."""
    costs = _given.costs(arguments.costs)
    stated = {"primary": arguments.primary, "seeds": arguments.seeds}
    stated |= {"costs": None if costs is None else sb.Costs(**_with_columns(costs, opened.data.columns))}
    if arguments.threshold is not None:
        stated["threshold"] = _given.number_or_text(arguments.threshold)
    return {name: value for name, value in stated.items() if value is not None}


def say(exp, terminal, document):
    """The table of `Experiment.compare` and a sentence a run."""
    split = exp.split
    rare = document["rare"]["holdout"]
    title = f"{len(split.holdout):,} holdout rows, {rare:,} of them rare ({split.positive!r})"
    label = sb.METRICS[exp.primary].label
    head = ["Strategy", label, "Difference\nto None", "Recall", "Precision", "Seconds"]
    rows = [_words.table_row(name, row, terminal.is_wide) for name, row in exp.compare().iterrows()]
    terminal.table(title, head, rows)
    for one in document["runs"]:
        terminal.say(f"- {one['sentence']}")
    terminal.say()
    terminal.say(f"Done in {_words.seconds(document['seconds'])}.")


def _run_all(exp, strategies, terminal):
    with terminal.progress() as bar:
        steps = Steps(bar, 1 + len(strategies))
        for key in dict.fromkeys(["none", *strategies]):
            run = exp.run(strategies.get(key, "none"), on_progress=steps.follow(_words.LABELS[key]))
            steps.done()
            if not terminal.is_live:
                terminal.error(f"{_words.run_name(run.name)} scored in {_words.seconds(run.seconds['total'])}")


def _with_columns(costs, columns):
    """Costs whose column names are those of the data, with a hint for one that is none."""
    for name, value in costs.items():
        if isinstance(value, str) and _given.column(value, columns) not in list(columns):
            hint = _given.did_you_mean(value, columns, f"It has {', '.join(map(repr, list(columns)[:10]))}.")
            raise ValueError(f"--costs {name}={value!r} is no number and no column of FILE. {hint}")
    return costs
