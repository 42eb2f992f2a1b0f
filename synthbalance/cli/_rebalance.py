"""`synthbalance rebalance`: the training part with new rows as one file, the untouched rows beside it."""

import time
from pathlib import Path

from synthbalance.cli import _balanced, _document, _notes, _opened, _out, _strategies, _words
from synthbalance.cli._steps import Steps
from synthbalance.datasets import plain_name
from synthbalance.report import ENDINGS, write_tables

STRATEGY = "smote"
NO_SCORE = (
    "Every row was balanced and no holdout was kept: no honest score can come from this file. Score on real rows that "
    "are not in it."
)


def run(arguments, terminal):
    """Read, split, add rows, write; returns 0."""
    start = time.perf_counter()
    key = _one_of(arguments.strategy)
    paths = _paths(arguments)
    _strategies.check([key], arguments)
    _out.checked(list(paths.values()), arguments.file, arguments.force)
    with _notes.told(terminal) as notes:
        opened = _opened.open_file(arguments)
        strategy = _strategies.build([key], opened.split, arguments)[key]
        _balanced.check(key, strategy)
        made = _made(opened, strategy, arguments, terminal)
        _write(paths, made, opened, arguments)
        if strategy != "none" and not made.n_new:
            _notes.say(
                f"No row was added: there are {made.ratio(new=False):.3g} rare rows per other row already. Ask for "
                f"more with --ratio."
            )
        if arguments.all_rows:
            notes.append(NO_SCORE)
    facts = _facts(paths, made, opened, key, strategy, arguments, notes)
    facts["seconds"] = time.perf_counter() - start
    _document.write(facts) if arguments.json else _say(facts, terminal)
    return 0


def _one_of(keys):
    if keys and len(keys) > 1:
        raise ValueError(f"--strategy names {' and '.join(map(repr, keys))}, and a file is balanced by one. Name one.")
    return keys[0] if keys else STRATEGY


def _paths(arguments):
    """What is written: a dict of "balanced" and, but for --all-rows, "validation" and "holdout" -> path."""
    if arguments.all_rows and any(
        getattr(arguments, name) is not None for name in ("holdout", "validation", "gap", "time")
    ):
        raise ValueError(
            "--all-rows keeps no holdout, so --holdout, --validation, --time and --gap have no place beside it. "
            "Leave them out, or leave out --all-rows."
        )
    _opened.refuse_standard_input(arguments.file, "FILE")
    source = Path(arguments.file)
    _opened.refuse_standard_input(arguments.out, "--out")
    out = Path(".balanced".join(plain_name(source))) if arguments.out is None else Path(arguments.out).expanduser()
    if out.suffix.lower() not in ENDINGS:
        raise ValueError(f"--out needs a name that ends in {', '.join(ENDINGS)}, got {out.name!r}.")
    beside = () if arguments.all_rows else ("validation", "holdout")
    return {"balanced": out, **{name: out.with_name(f"{out.stem}.{name}{out.suffix}") for name in beside}}


def _made(opened, strategy, arguments, terminal):
    with terminal.progress() as bar:
        steps = Steps(bar, 1)
        split = opened.split
        part = _balanced.all_rows(split) if arguments.all_rows else split.train
        target = opened.data[split.target]
        return _balanced.balance(part, target, split.positive, strategy, steps.follow("adding rows"))


def _write(paths, made, opened, arguments):
    tables = {paths["balanced"]: _balanced_rows(made, opened)}
    for name in ("validation", "holdout"):
        if name in paths:
            tables[paths[name]] = _source_rows(opened, name)
    _out.checked(list(paths.values()), arguments.file, arguments.force)
    with _out.said_plainly(paths["balanced"]):
        write_tables(tables, overwrite=arguments.force)


def _balanced_rows(made, opened):
    """What makes the balanced table, with the note of what the columns of the source were in their file."""

    def table():
        frame = made.table()
        frame.attrs.update(opened.data.attrs)
        return frame

    return table


def _source_rows(opened, part):
    """What makes the table of a part's rows just as they were read, with all columns."""
    positions = getattr(opened.split, part).X.index.to_numpy()
    return lambda: opened.data.iloc[positions].reset_index(drop=True)


def _facts(paths, made, opened, key, strategy, arguments, notes):
    document = _document.head("rebalance", opened, arguments, notes)
    if arguments.all_rows:
        document |= {
            "rows": {"train": made.n_real, "validation": 0, "holdout": 0},
            "rare": {"train": made.n_rare, "validation": 0, "holdout": 0},
        }
    params = {} if strategy == "none" else strategy.get_params(deep=False)
    return document | {
        "all_rows": arguments.all_rows, "strategy": key,
        "params": {name: value for name, value in params.items() if value is not None},
        "synthetic": made.n_new, "ratio": {"before": made.ratio(new=False), "after": made.ratio(new=True)},
        "files": {name: str(path) for name, path in paths.items()},
    }  # fmt: skip


def _say(facts, terminal):
    rows, ratio, files = facts["rows"], facts["ratio"], facts["files"]
    lines = [["train, balanced", rows["train"], facts["rare"]["train"], facts["synthetic"], files["balanced"]]]
    for name in ("validation", "holdout"):
        if name in files:
            lines.append([f"{name}, untouched", rows[name], facts["rare"][name], 0, files[name]])
    cells = [[part, *(f"{n:,}" for n in counts)] for part, *counts, _ in lines]
    label = _words.LABELS[facts["strategy"]]
    terminal.table(label, ["Part", "Real rows", "of them\nrare", "Synthetic\nrows"], cells)
    for part, *_, path in lines:
        terminal.path(f"{part}: {path}")
    terminal.say(f"Rare rows per other row: {ratio['before']:.3g} before, {ratio['after']:.3g} after.")
    if facts["all_rows"]:
        terminal.say(f"! {NO_SCORE}", style="bold")
    terminal.say(f"Done in {_words.seconds(facts['seconds'])}.")
