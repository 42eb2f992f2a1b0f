"""to_code: a complete script, in public names, that gives a run again with the same scores."""

import platform
from importlib import metadata

from synthbalance.report._estimator import estimator_call, expression
from synthbalance.report._layout import Node, assign, call
from synthbalance.report._literal import NoLiteral, literal, text_literal
from synthbalance.report._source import source_call

_PACKAGES = ("synthbalance", "numpy", "pandas", "lightgbm", "scikit-learn", "imbalanced-learn")
_SETTINGS = {"primary": "average_precision", "calibration": "auto", "train_weight": True}


def code_of(run):
    """A complete Python script that makes the data, the split, the experiment and the run again.

    Parameters
    ----------
    run : Run

    Returns
    -------
    str
        Executed in a fresh process with the same versions it gives the same scores. Data that a loader of this
        package read is read again the same way; any other table is a variable that the script expects and whose
        row count and hash its first lines assert. What cannot be written down (a function, a model of another
        library) is such a variable too, named in a comment. Ends with the variable `run` and prints
        `exp.compare()`.

    Examples
    --------
    >>> import synthbalance as sb
    >>> data = sb.load_transactions(n_rows=4000, fraud_rate=0.02)
    >>> split = sb.split_holdout(data, target="is_fraud", random_state=0)
    >>> exp = sb.Experiment(split, model=sb.default_model(n_estimators=5), seeds=1)
    >>> "sb.load_transactions(n_rows=4000" in code_of(exp.run("none"))
    True
    """
    return _Script(run).text()


class _Script:
    """One script while it is written: its imports and the variables that the user has to set."""

    def __init__(self, run):
        self.run, self.exp, self.split = run, run._experiment, run.split
        self.module = getattr(self.exp, "module_", "sb")
        self.imports, self.unset = {"import synthbalance as sb"}, {}

    def text(self):
        data, split = self._data(), self._split()
        model, experiment = self._experiment()
        body = [*data, "", *split, "", *model, *experiment, *self._strategy(), *_ENDING]
        names = ["# ruff: noqa: F821"] if self.unset else []
        unset = [f"# Set {name} first: {what}." for name, what in self.unset.items()]
        blank = [""] if unset else []
        head = [*self._header(), *names, *_sorted_imports(self.imports), "", *unset, *blank]
        return "\n".join([*head, *body]) + "\n"

    def _header(self):
        run, primary = self.run, self.exp.primary
        first, *rest = [f"{name} {metadata.version(name)}" for name in _PACKAGES]
        lines = [
            f"# Run {text_literal(run.name)}: {primary} {run.scores[primary]!r} on the holdout.",
            f"# Made with {first}, python {platform.python_version()},",
            f"# {', '.join(rest)}.",
            "# Other versions may differ in the last digits.",
        ]
        others = len([one for one in self.exp.runs.values() if one.strategy != "none" and one is not run])
        if others and run.strategy != "none":
            looks = "1 other run" if others == 1 else f"{others} other runs"
            lines.append(f"# The bounds of differences grew with {looks} that this script leaves out.")
        return lines

    def _data(self):
        if self.module != "sb":
            self.unset["data"] = f"the Dask DataFrame of {self.split.n_rows:,} rows that was split"
            return []
        if len(self.split.inputs) == 1:
            return self._table(self.split.inputs[0], check_hash=True)
        return [line for one in self.split.inputs for line in self._table(one, check_hash=False)]

    def _table(self, given, check_hash):
        made = source_call(given.call, self.imports)
        if made is not None:
            return assign(given.name, made)
        self.unset[given.name] = f"the table of {given.n_rows:,} rows that was split"
        if not check_hash:
            return [f'assert len({given.name}) == {given.n_rows}, "{given.name} has other rows"']
        self.imports.add("from synthbalance.table import check_table, table_hash")
        return [
            f'assert len({given.name}) == {given.n_rows}, "{given.name} has other rows"',
            f'same = table_hash(check_table({given.name})) == "{given.hash}"',
            f'assert same, "{given.name} has other values"',
        ]

    def _split(self):
        names = [given.name for given in self.split.inputs]
        named = {key: self._value(key, value) for key, value in self.split.params.items()}
        if names == ["data"]:
            made = call(f"{self.module}.split_holdout", [Node("data")], **named)
        else:
            tables = {name: Node(name) for name in names}
            made = call("sb.Split.from_frames", [tables.pop("train"), tables.pop("holdout")], **tables, **named)
        check = f'assert split.fingerprint == "{self.split.fingerprint}", "the holdout has changed"'
        return [*assign("split", made), check]

    def _experiment(self):
        exp, named, lines = self.exp, {}, []
        if exp.model_given:
            named["model"] = Node("model")
            lines = self._model(exp.model)
        if exp.costs is not None:
            named["costs"] = self._costs(exp.costs)
        for key, default in _SETTINGS.items():
            if getattr(exp, key) != default:
                named[key] = literal(getattr(exp, key), self.imports)
        if exp.threshold != ("f1" if exp.costs is None else "cost"):
            named["threshold"] = literal(exp.threshold, self.imports)
        named |= {key: literal(getattr(exp, key), self.imports) for key in ("seeds", "random_state")}
        if getattr(exp, "machines", None) is not None:
            named["machines"] = literal(exp.machines, self.imports)
        return lines, assign("exp", call(f"{self.module}.Experiment", [Node("split")], **named))

    def _model(self, model):
        imports = set()
        try:
            made = estimator_call(model, imports)
        except NoLiteral:
            self.unset["model"] = f"the {_plain_name(model)} that was passed to Experiment, not fitted"
            return []
        self.imports |= imports
        return assign("model", made)

    def _costs(self, costs):
        named = {"missed": costs.missed, "review": costs.review}
        limits = {name: getattr(costs, name) for name in ("capacity", "admin", "capacity_per_day")}
        named |= {name: value for name, value in limits.items() if value is not None}
        return call("sb.Costs", **{key: literal(value, self.imports) for key, value in named.items()})

    def _strategy(self):
        plan, name = self.run._plan, self._own_name()
        if plan.key == "none":
            return ['run = exp.run("none")']
        made = estimator_call(plan.training, self.imports) if plan.sampler is None else self._sampler(plan)
        head = [] if made is None else assign("strategy", made)
        strategy = Node("sampler" if made is None else "strategy")
        return [*head, *assign("run", call("exp.run", [strategy], **name))]

    def _sampler(self, plan):
        """The sampler's call; a seed that is no number is left out, as the experiment sets its own then."""
        imports = set()
        try:
            made = estimator_call(
                plan.sampler, imports, leave_out=() if plan.seed is not None else ("random_state",), instead=self._ask
            )
        except NoLiteral:
            self.unset["sampler"] = f"the {_plain_name(plan.sampler)} of this run"
            return None
        self.imports |= imports
        return made

    def _value(self, name, value):
        try:
            return literal(value, self.imports)
        except NoLiteral:
            return self._ask(name, value)

    def _ask(self, name, value):
        """A variable in the place of a parameter that has no literal."""
        self.unset[name] = f"what was passed as {name} ({_plain_name(value)})"
        return Node(name)

    def _own_name(self):
        plan, run = self.run._plan, self.run
        return {} if run.name == plan.name(run.ratio) else {"name": expression(run.name, self.imports)}


_ENDING = ["", "print(exp.compare().T)"]


def _plain_name(value):
    return "".join(c for c in type(value).__name__ if c.isalnum() or c == "_")


def _sorted_imports(lines):
    """As isort sorts them: plain imports and froms, third party before this package, all of it third party."""
    plain = sorted(line for line in lines if line.startswith("import"))
    named = {}
    for line in lines:
        if line.startswith("from"):
            module, names = line.removeprefix("from ").split(" import ")
            named.setdefault(module, set()).update(names.split(", "))
    froms = [f"from {module} import {', '.join(sorted(named[module]))}" for module in sorted(named)]
    return [*plain, *froms]
