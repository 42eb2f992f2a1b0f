"""The public names: they resolve, they are documented, and their examples are true."""

import doctest
import importlib
import inspect
import subprocess
import sys
import warnings

import pytest

import synthbalance as sb

NAMES = [name for name in sb.__all__ if name != "__version__"]
PROMISED = [
    *("Advice", "Audit", "AutoBalance", "audit_synthetic"),
    *("Cancelled", "ClassWeight", "ConditionalGANSampler", "Costs", "CounterfactualSampler", "DataWarning"),
    *("DiffusionSampler", "Experiment", "GaussianCopulaSampler", "Knob", "METRICS", "MGSSampler", "Preview"),
    *("RandomSampler", "RuleSampler", "Run", "SMOTESampler", "STRATEGIES", "Score", "Split", "TableOverSampler"),
    *("UnderBagging", "VAESampler", "default_model", "fetch_creditcard", "load_bundled", "load_transactions"),
    *("read_model", "read_table", "split_holdout", "suggested_ratio"),
]
PANEL_ORDER = [
    *("none", "class_weight", "under_bagging", "random", "smote", "mgs", "copula"),
    *("gan", "vae", "diffusion", "counterfactual", "rules"),
]
NEED_DASK = "synthbalance.scale."
NEED_TORCH = ("synthbalance.samplers.diffusion", "synthbalance.samplers.gan", "synthbalance.samplers.vae")
DOCUMENTED = [name for name in NAMES if inspect.isclass(getattr(sb, name)) or inspect.isfunction(getattr(sb, name))]
WITH_EXAMPLES = [
    "synthbalance.advice._auto_balance",
    "synthbalance.advice._evidence",
    "synthbalance.audit",
    "synthbalance.audit.fairness",
    "synthbalance.metrics._base",
    "synthbalance.metrics.costs",
    "synthbalance.metrics.decision",
    "synthbalance.metrics.multiclass",
    "synthbalance.metrics.report",
    "synthbalance.metrics.table",
    "synthbalance.models",
    "synthbalance.report.model",
    "synthbalance.samplers._knob",
    "synthbalance.samplers._counterfactual.select",
    "synthbalance.samplers._ratio",
    "synthbalance.samplers._rules.place",
    "synthbalance.samplers._scores",
    "synthbalance.samplers.class_weight",
    "synthbalance.samplers.copula",
    "synthbalance.samplers.counterfactual",
    "synthbalance.samplers.diffusion",
    "synthbalance.samplers.gan",
    "synthbalance.samplers.mgs",
    "synthbalance.samplers.random",
    "synthbalance.samplers.rules",
    "synthbalance.samplers.smote",
    "synthbalance.samplers.under_bagging",
    "synthbalance.samplers.vae",
    "synthbalance.experiment._experiment",
    "synthbalance.experiment._strategy",
    "synthbalance.split._split",
    "synthbalance.scale._experiment",
    "synthbalance.scale._resample",
    "synthbalance.scale._split",
    "synthbalance.table._check",
    "synthbalance.table._encoder",
    "synthbalance.table._native",
    "synthbalance.table._schema",
    "synthbalance.table._source",
]


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_name_is_there(name):
    assert name in sb.__all__
    assert getattr(sb, name) is not None


def test_dir_lists_the_public_names_and_nothing_else():
    assert dir(sb) == sorted([*sb.__all__, "scale"])
    assert "__version__" in dir(sb)


def test_version_is_that_of_the_installed_package():
    assert sb.__version__.count(".") >= 1


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'synthbalance' has no attribute 'SMOTESampler2'"):
        _ = sb.SMOTESampler2


def test_a_star_import_works():
    code = "from synthbalance import *; print(SMOTESampler.__name__, split_holdout.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["SMOTESampler", "split_holdout"]


@pytest.mark.parametrize("name", DOCUMENTED)
def test_a_public_name_has_a_docstring_that_starts_with_one_sentence(name):
    first = inspect.getdoc(getattr(sb, name)).split("\n\n")[0]
    assert first.endswith((".", "`", ":"))
    assert len(first) < 300


@pytest.mark.parametrize("name", [name for name in DOCUMENTED if name not in ("Cancelled", "DataWarning")])
def test_every_parameter_is_in_the_docstring(name):
    thing = getattr(sb, name)
    text = inspect.getdoc(thing) or ""
    for parameter in inspect.signature(thing).parameters:
        assert parameter.startswith("_") or parameter in text, f"{name}: {parameter} is not documented"


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_in_the_docstrings_are_true(name):
    if name in NEED_TORCH:
        pytest.importorskip("torch", reason="the trained generators need torch")
    if name.startswith(NEED_DASK):
        pytest.importorskip("distributed", reason="sb.scale needs its extra")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        failed, tried = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert tried > 0
    assert failed == 0


def test_strategies_are_listed_in_the_order_of_the_panel_and_cannot_be_changed():
    assert list(sb.STRATEGIES) == [key for key in PANEL_ORDER if key in sb.STRATEGIES]
    assert sb.STRATEGIES["none"] is None
    with pytest.raises(TypeError):
        sb.STRATEGIES["none"] = 1


@pytest.mark.parametrize("key", [key for key, cls in sb.STRATEGIES.items() if cls is not None])
def test_a_strategy_says_what_the_panel_shows_of_it(key):
    cls = sb.STRATEGIES[key]
    assert cls.label
    assert cls.family in ("none", "neighbours", "model")
    assert cls.sentence.endswith(".")
    defaults = inspect.signature(cls.__init__).parameters
    assert all(knob.name in defaults and knob.help for knob in cls.knobs)


@pytest.mark.parametrize(("counts", "ratio"), [((990, 10), 0.05), ((900, 90), 0.2), ((100, 60), 1.0), ((10, 10), 1.0)])
def test_the_suggested_ratio_is_twice_the_present_one_within_bounds(counts, ratio):
    y = [0] * counts[0] + [1] * counts[1]
    assert sb.suggested_ratio(y) == pytest.approx(ratio)
    assert sb.suggested_ratio(["b" if label else "a" for label in y]) == pytest.approx(ratio)


def test_one_class_has_no_ratio():
    with pytest.raises(ValueError, match="y needs at least two classes, found 1"):
        sb.suggested_ratio([0, 0])
