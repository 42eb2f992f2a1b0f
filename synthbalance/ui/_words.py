"""Numbers, names and errors as the panel and the snapshot write them."""

from __future__ import annotations

import math
import re
from typing import Any

THIN = "\u202f"
MINUS = "\u2212"
LONGEST = 400
_PARAMETER = re.compile(r"^[\"'`]?([A-Za-z_][\w.]*)[\"'`]?(?:\s*=| needs| must| is )")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def count(n: float) -> str:
    """A whole number with thin spaces: "37 500"."""
    return f"{round(n):,}".replace(",", THIN)


def figure(x: float | None, digits: int = 3) -> str:
    """A score with three decimals, money in whole units, a dash where there is none."""
    if x is None or not math.isfinite(x):
        return "–"
    text = count(abs(x)) if abs(x) >= 1000 else f"{abs(x):.{digits}f}"
    return MINUS + text if x < 0 and any(digit in text for digit in "123456789") else text


def seconds(x: float) -> str:
    """A duration to read: "7.2 s", "2 min"."""
    if x >= 100:
        return f"{x / 60:.0f}{THIN}min"
    return f"{x:.1f}{THIN}s" if x < 10 else f"{x:.0f}{THIN}s"


def percent(ratio: float) -> str:
    """A ratio as it stands in names: "5 %"."""
    return f"{100 * ratio:.3g}{THIN}%"


def times(n: int) -> str:
    """How often: "once", "3 times"."""
    return "once" if n == 1 else f"{count(n)} times"


def rows(n: int) -> str:
    """ "1 row", "37 500 rows"."""
    return f"{count(n)} row{'' if n == 1 else 's'}"


def short(text: Any, longest: int = LONGEST) -> str:
    """Text from the data, cut where it would flood the panel; never escaped here."""
    text = str(text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def finite(x: Any) -> float | None:
    """A float, or None for what JSON cannot carry."""
    if x is None:
        return None
    x = float(x)
    return x if math.isfinite(x) else None


def knob_words(ratio: float | None, params: dict[str, Any], makes_rows: bool) -> str:
    """What distinguishes a run from others of its strategy: "5 %, k 5"."""
    words = [percent(ratio)] if makes_rows and ratio is not None else []
    for name, value in params.items():
        if name == "weight":
            words.append(f"×{value:.3g}" if isinstance(value, int | float) else f"weight {short(value, 40)}")
        elif name == "ratio" and isinstance(value, int | float):
            words.append(percent(value))
        elif name not in ("sampling_strategy", "random_state"):
            words.append(f"{_knob_title(name)} {_knob_value(value)}")
    return short(", ".join(words), 120)


def explain(error: BaseException) -> dict[str, str]:
    """An exception as `text`, `parameter` it names and `way_out` (its last sentence), each may be empty.

    An exception that carries its own `parameter` and `way_out` is taken at its word.

    Examples
    --------
    >>> explain(ValueError("ratio needs a number, got nan. Try 0.05."))["way_out"]
    'Try 0.05.'
    """
    text = short(" ".join(str(error).split()), 600)
    if isinstance(error, KeyError) or not text:
        text = f"{type(error).__name__}: {text}" if text else f"{type(error).__name__}."
    named = _PARAMETER.match(text)
    sentences = _SENTENCE.split(text)
    return {
        "text": text,
        "parameter": getattr(error, "parameter", named.group(1) if named else ""),
        "way_out": getattr(error, "way_out", sentences[-1] if len(sentences) > 1 else ""),
    }


def _knob_title(name: str) -> str:
    return "k" if name == "k_neighbors" else name.replace("_", " ")


def _knob_value(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else short(value, 40)
