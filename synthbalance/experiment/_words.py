"""The sentence in words: what a run is worth on this holdout, and what the holdout can tell at all."""

from math import isnan

MINUS = "\u2212"
THIN = "\u202f"


def figure(value, metric):
    """A figure as it is written in sentences: three decimals, or whole money with thin spaces."""
    text = f"{abs(value):,.0f}".replace(",", THIN) if metric.unit == "money" else f"{abs(value):.3f}"
    return text if value >= 0 or not any(digit in text for digit in "123456789") else MINUS + text


def spoken(metric):
    """A metric's label inside a sentence: "average precision", but "F1" and "ROC AUC"."""
    label = metric.label
    return label if label[1:2].isupper() or label[1:2].isdigit() else label[0].lower() + label[1:]


def none_alone(score, metric):
    """The sentence for "none": the line that every strategy has to beat."""
    low, high = figure(score.low, metric), figure(score.high, metric)
    return f"Doing nothing scores {figure(score.value, metric)} ({low} to {high}) {spoken(metric)}."


def compared(name, bounds, detectable, metric, n_seeds):
    """The sentence for any other run: gain or loss, its interval, the verdict, what can be detected."""
    moved = "loses" if figure(bounds.value, metric).startswith(MINUS) else "gains"
    between = f"({figure(bounds.low, metric)} to {figure(bounds.high, metric)})"
    models = "" if n_seeds > 1 else ", for these two fitted models,"
    limit = "whose scores are the same" if isnan(detectable) else f"which can detect {figure(detectable, metric)}"
    return (
        f"{name} {moved} {figure(abs(bounds.value), metric)} {between}: {verdict(bounds)}{models} "
        f"on this holdout, {limit}."
    )


def verdict(bounds):
    """By the interval alone: better, worse, or not distinguishable."""
    if bounds.low > 0:
        return "better than doing nothing"
    return "worse than doing nothing" if bounds.high < 0 else "not distinguishable from doing nothing"
