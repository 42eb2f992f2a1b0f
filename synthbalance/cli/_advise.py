"""`synthbalance advise`: which strategy helps, if any does, and why."""

from math import isnan

import synthbalance as sb
from synthbalance.cli import _document, _given, _notes, _opened, _results, _score, _strategies, _words
from synthbalance.report import write_card


def run(arguments, terminal):
    """Read, split, try the candidates on the training part, score the choice once; returns 0."""
    _results.check(arguments)
    _given.costs(arguments.costs)
    if arguments.strategy:
        _strategies.check(arguments.strategy, arguments)
    else:
        _refuse_knobs(arguments)
    with _notes.told(terminal) as notes:
        opened = _opened.open_file(arguments)
        candidates = _candidates(arguments, opened.split)
        auto = sb.AutoBalance(
            candidates=candidates, seconds=arguments.seconds, random_state=arguments.seed,
            **_score.settings(arguments, opened),
        )  # fmt: skip
        with terminal.progress() as bar:
            advice = auto.fit(opened.split, on_progress=_follow(bar))
        document = _document.head("advise", opened, arguments, notes) | _facts(advice)
        _results.write(arguments, document, lambda path: _card(advice, path, arguments))
    _document.write(document) if arguments.json else _say(advice, document, terminal)
    return 0


def _candidates(arguments, split):
    if arguments.strategy:
        return list(_strategies.build(arguments.strategy, split, arguments).values())
    return None


def _refuse_knobs(arguments):
    if arguments.knob or arguments.ratio is not None:
        raise ValueError("--knob and --ratio need the strategies that they are for. Name them with --strategy.")


def _follow(bar):
    task = bar.add_task("starting", total=None)

    def on_progress(stage, done, total):
        bar.update(task, description=stage, completed=done, total=total)
        return True

    return on_progress


def _facts(advice):
    run = advice.run
    runs = _document.of_runs(advice.experiment)
    params = {} if advice.choice == "none" else advice.choice.get_params(deep=False)
    return {
        "primary": advice.experiment.primary,
        "choice": {
            "name": run.name, "strategy": run.strategy,
            "params": {name: value for name, value in params.items() if value is not None},
        },
        "reason": advice.reason, "complete": advice.complete, "looks": advice.looks, "seconds": advice.seconds,
        "table": _document.of_table(advice.table, "candidate"), "runs": runs,
    }  # fmt: skip


def _card(advice, path, arguments):
    return write_card(advice.experiment, path, advice.run, advice=advice, overwrite=arguments.force)


def _say(advice, document, terminal):
    rows = [_row(name, row) for name, row in advice.table.iterrows()]
    terminal.say(advice.reason, style="bold")
    terminal.say()
    title = "Candidates, by cross-validation inside the training part"
    terminal.table(title, ["Candidate", "Outcome", "Gain", "At least", "Seconds\na fit"], rows, left=2)
    terminal.say(f"Done in {_words.seconds(document['seconds'])}.")


def _row(name, row):
    seconds = "" if isnan(row["seconds"]) else f"{row['seconds']:.2g}"
    gains = ["" if isnan(row[one]) else _words.signed(row[one]) for one in ("gain", "gain_low")]
    return [_words.run_name(name), row["outcome"], *gains, seconds]
