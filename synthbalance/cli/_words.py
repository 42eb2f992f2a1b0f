"""Figures and sentences as the terminal shows them."""

import synthbalance as sb

MINUS = "\u2212"
LABELS = {key: "None" if cls is None else cls.label for key, cls in sb.STRATEGIES.items()}


def run_name(name):
    """ "None" for "none", any other name as it is."""
    return "None" if name == "none" else name


def seconds(x):
    """A duration: "7.2 s"."""
    return f"{x:.1f} s" if x < 10 else f"{x:.0f} s"


def table_row(name, row, wide):
    """One row of `Experiment.compare` as cells; intervals beside the value if `wide`, else under it."""
    gap = " " if wide else "\n"
    is_none = name == "none"
    difference = "0" if is_none else f"{signed(row['delta'])}{gap}{_between(row['delta_low'], row['delta_high'])}"
    return [
        run_name(name),
        f"{row['value']:.3f}{gap}{_between(row['low'], row['high'])}",
        difference,
        f"{row['recall']:.2f}",
        f"{row['precision']:.2f}",
        f"{row['seconds']:.1f}",
    ]


def signed(x):
    """A difference with its sign: "+0.012"."""
    text = _plain(x)
    return text if x <= 0 or not text.strip("0.") else f"+{text}"


def detectable(exp):
    """What the holdout can tell at all, in a sentence; runs that are "none" to the last row do not count."""
    sizes = [size for run in exp.runs.values() if (size := exp.detectable(run)) > 0]
    if not sizes:
        return "Every strategy ranks this holdout exactly as doing nothing does."
    low, high = f"{min(sizes):.3f}", f"{max(sizes):.3f}"
    span = low if low == high else f"{low} to {high}, depending on the strategy"
    return f"The smallest difference in average precision that this holdout can detect is {span}."


def _between(low, high):
    return f"({_plain(low)} to {_plain(high)})"


def _plain(x):
    text = f"{abs(x):.3f}"
    return MINUS + text if x < 0 and text.strip("0.") else text
