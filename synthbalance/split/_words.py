"""How names, counts and shares read in this package's messages."""

LISTED = 10


def count(n, what):
    """A count with its noun: ``count(1, "row")`` is "1 row", ``count(1200, "row")`` is "1,200 rows"."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def share(part, whole):
    """A share of a whole in per cent: ``share(1, 8)`` is "12.5 %"."""
    percent = 100.0 * part / whole if whole else 0.0
    if 0 < percent < 0.1:
        return "under 0.1 %"
    if 99.9 < percent < 100:
        return "over 99.9 %"
    return f"{percent:.1f}".removesuffix(".0") + " %"


def listing(values):
    """The first values as literals, and how many more there are."""
    values = list(values)
    shown = ", ".join(repr(value) for value in values[:LISTED])
    hidden = len(values) - LISTED
    return shown + (f" and {hidden:,} more" if hidden > 0 else "")
