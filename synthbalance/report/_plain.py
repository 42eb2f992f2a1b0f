"""From figures of the package to plain values that JSON knows."""


def number(x):
    """A float, or None for what is not finite.

    Examples
    --------
    >>> number(float("nan")) is None
    True
    """
    x = float(x)
    return x if x - x == 0 else None


def interval(score):
    """A Score, or the row of a table with value, low and high, as [value, low, high]."""
    parts = (score.value, score.low, score.high) if hasattr(score, "low") else (score[k] for k in _ENDS)
    return [number(part) for part in parts]


def visible(text):
    """A text as it is; signs that cannot be seen, or that turn the direction of a line, are spelled out.

    Examples
    --------
    >>> visible("a\\u202eb")
    'a\\\\u202eb'
    """
    return "".join(c if c.isprintable() or c in _KEPT else c.encode("unicode_escape").decode() for c in str(text))


_ENDS = ("value", "low", "high")
_KEPT = "\n\u200c\u200d"  # the joiners that Persian words and many emoji need
