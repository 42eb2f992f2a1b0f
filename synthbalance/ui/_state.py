"""What the panel says about runs: rows of the ledger, the sentence, and what fits on the wire."""

from __future__ import annotations

import json
from typing import Any

from synthbalance.metrics import METRICS
from synthbalance.ui._words import count, figure, finite, knob_words, rows, seconds, times

RUN_BYTES = 26_000
_DIGITS = 6
_COMPARED = ("average_precision", "recall", "precision", "cost")
_CHANCE_IS_SHARE = ("average_precision", "precision_at_k")
BLANK = {
    "kind": "empty", "text": "", "sub": "", "basis": "", "value": None, "low": None, "high": None,
    "delta": None, "delta_low": None, "delta_high": None, "detectable": None, "chance": None, "error": None,
}  # fmt: skip


def run_row(exp: Any, run: Any, cost: float | None) -> dict[str, Any]:
    """One run as a row of `runs`; `cost` in the panel's money, at the run's threshold on the holdout."""
    is_none = run.strategy == "none"
    primary, bounds = run.scores[exp.primary], None if is_none else exp.bounds(run)
    scores = {name: [finite(s.value), finite(s.low), finite(s.high)] for name, s in run.scores.items()}
    if scores["cost"][0] is None or (cost is not None and abs(cost - scores["cost"][0]) > 0.01 * abs(cost) + 1):
        scores["cost"] = [cost, None, None]
    return {
        **_named(run.name, run.label, run.strategy, exp.primary),
        "knob_words": "all rows" if is_none else knob_words(run.ratio, run.params, run.n_synthetic > 0),
        "value": finite(primary.value), "low": finite(primary.low), "high": finite(primary.high),
        "delta": finite(bounds and bounds.value), "delta_low": finite(bounds and bounds.low),
        "delta_high": finite(bounds and bounds.high), **{name: scores[name][0] for name in _COMPARED},
        "seconds": finite(run.seconds["total"]), "looks": exp.looks, "ratio": finite(run.ratio), "seed": run.seed,
        "threshold": finite(run.threshold), "scores": scores, "n_synthetic": int(run.n_synthetic),
        "calibration": run.calibration,
    }  # fmt: skip


def preview_row(exp: Any, preview: Any, label: str, ratio: float | None, none_value: float | None) -> dict[str, Any]:
    """A preview in the shape of a row of `runs`: values only, on validation rows."""
    scores = {name: [finite(value), None, None] for name, value in preview.scores.items()}
    value = scores[exp.primary][0]
    return {
        **_named(preview.name, label, preview.strategy, exp.primary), "knob_words": "",
        "value": value, "low": None, "high": None, "delta": None, "delta_low": None, "delta_high": None,
        **{name: scores[name][0] for name in _COMPARED}, "seconds": finite(preview.seconds), "looks": exp.looks,
        "ratio": finite(ratio), "seed": exp.random_state, "threshold": None, "scores": scores,
        "n_synthetic": int(preview.n_synthetic), "calibration": "", "none_value": none_value,
    }  # fmt: skip


def run_sentence(exp: Any, run: Any, notes: list[str]) -> dict[str, Any]:
    """The sentence in words for an exact run, with the figures that are drawn beside it."""
    is_none = run.strategy == "none"
    score, bounds = run.scores[exp.primary], None if is_none else exp.bounds(run)
    sub = _none_sub(exp, run) if is_none else _exact_sub(exp, run)
    return BLANK | {
        "kind": "none" if is_none else "exact", "text": exp.sentence(run), "basis": _basis(exp.split),
        "sub": " ".join([sub, *run.warnings[:1], *notes]),
        "value": finite(score.value), "low": finite(score.low), "high": finite(score.high),
        "delta": finite(bounds and bounds.value), "delta_low": finite(bounds and bounds.low),
        "delta_high": finite(bounds and bounds.high), "detectable": finite(None if is_none else exp.detectable(run)),
        "chance": chance(exp),
    }  # fmt: skip


def preview_sentence(exp: Any, preview: Any, none_value: float | None, follows: bool) -> dict[str, Any]:
    """The sentence for a preview; it never carries an interval."""
    value = finite(preview.scores[exp.primary])
    beside = "" if preview.strategy == "none" else f", None {figure(none_value)}"
    name = "None" if preview.strategy == "none" else preview.name
    sub = "" if follows else "The holdout has not been looked at for it."
    return BLANK | {
        "kind": "preview",
        "text": f"Preview: {name} scores {figure(value)}{beside}. The exact run decides.",
        "sub": sub,
        "basis": f"{count(len(exp.split.validation))} real validation rows, one quick model",
        "value": value,
        "chance": chance(exp),
    }


def error_sentence(said: dict[str, str], sub: str) -> dict[str, Any]:
    """What went wrong and the way out."""
    error = {"parameter": said["parameter"], "way_out": said["way_out"]}
    return BLANK | {"kind": "error", "text": said["text"], "sub": sub, "error": error}


def cancelled_sentence(name: str, before: dict[str, Any]) -> dict[str, Any]:
    """Nothing changed: the figures stay those of the last exact run."""
    last = before["text"] if before["kind"] in ("none", "exact") else ""
    sub = f"Nothing has changed. {last}".strip()
    return before | {"kind": "cancelled", "text": f"{name} stopped. Not in the ledger, no look spent.", "sub": sub}


def chance(exp: Any) -> float | None:
    """What guessing scores in the primary metric, where that has a simple answer."""
    if exp.primary == "roc_auc":
        return 0.5
    holdout = exp.split.holdout
    if exp.primary not in _CHANCE_IS_SHARE:
        return None
    weight = holdout.weight
    return float((holdout.y if weight is None else holdout.y * weight / weight.mean()).mean())


def fit_runs(runs: list[dict], keep: set[str], most_bytes: int = RUN_BYTES) -> list[dict]:
    """The rows of `runs` that go over the wire: rounded, and within so many bytes.

    The first row ("none"), those named in `keep` and the newest have precedence. Where not all fit,
    only these carry `scores`.
    """
    rounded = [_rounded(row) for row in runs]
    sizes = [len(json.dumps(row)) + 2 for row in rounded]
    if sum(sizes) <= most_bytes:
        return rounded
    first = [at for at, row in enumerate(rounded) if at == 0 or row["name"] in keep or at == len(rounded) - 1]
    left, kept = most_bytes - sum(sizes[at] for at in first), set(first)
    for at in reversed(range(len(rounded))):
        if at not in kept:
            slim = rounded[at] | {"scores": {}}
            left -= len(json.dumps(slim)) + 2
            if left < 0:
                break
            rounded[at] = slim
            kept.add(at)
    return [rounded[at] for at in sorted(kept)]


def _named(name: str, label: str, strategy: str, primary: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "strategy": strategy,
        "primary": primary,
        "better": METRICS[primary].better,
    }


def _basis(split: Any) -> str:
    rare = int((split.holdout.y == 1).sum())
    return f"{count(len(split.holdout))} holdout rows, {count(rare)} of them rare, none synthetic"


def _none_sub(exp: Any, run: Any) -> str:
    guess = chance(exp)
    beat = "This is what every strategy has to beat." if guess is None else (
        f"Chance is {figure(guess)}. This is what every strategy has to beat."
    )  # fmt: skip
    return f"{beat} None ran in {seconds(run.seconds['total'])}."


def _exact_sub(exp: Any, run: Any) -> str:
    metric, own, none = METRICS[exp.primary], run.scores[exp.primary], exp.none.scores[exp.primary]
    looks = "this one look" if exp.looks == 1 else f"all {count(exp.looks)} looks together"
    scores = f"{metric.label} {figure(own.value)} with {run.label}, {figure(none.value)} without."
    return f"{scores} The interval holds for {looks}."


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


def kept_apart(n_runs: int, fingerprint: str) -> str:
    """The note on runs of another split."""
    return f"{rows(n_runs).replace('row', 'run')} of split {fingerprint} kept apart, never compared."


def looked_at(n: int) -> str:
    """ "Holdout looked at 3 times"."""
    return f"Holdout looked at {times(n)}" if n else "Holdout not looked at yet"
