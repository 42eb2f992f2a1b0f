"""Numbers as the card writes them; filters of its template."""

import math
import re

from markupsafe import Markup

THIN, MINUS, DASH = "\u202f", "\u2212", "–"
_CAPTION = "Copy detectors, not privacy: "
_VERDICT = re.compile(r"^(.+? (?:gains|loses) \S+)( \([^()]*\))(: )([^,]+?)(,? (?:for these|on this) .*)$", re.DOTALL)
_NONE = re.compile(r"^(Doing nothing scores \S+)( .*)$", re.DOTALL)


def count(n):
    """A whole number with thin spaces; one decimal where weights make it broken.

    Examples
    --------
    >>> count(340.0)
    '340'
    """
    if n is None:
        return DASH
    broken = abs(n - round(n)) > 1e-6 and abs(n) < 1000
    return f"{n:,.{1 if broken else 0}f}".replace(",", THIN).replace("-", MINUS)


def figure(x, unit="share"):
    """A score: three decimals, two digits where it is small, whole money.

    Examples
    --------
    >>> figure(0.71512), figure(0.00041)
    ('0.715', '0.00041')
    """
    if x is None:
        return DASH
    if unit == "money":
        return count(round(x))
    size = abs(x)
    if size == 0:
        return "0"
    decimals = 3 if size >= 0.00995 else min(1 - math.floor(math.log10(size)), 8)
    return _signed(x, f"{size:.{decimals}f}")


def difference(x, unit="share"):
    """A difference with its sign, three decimals; 0 for nothing at all."""
    if x is None:
        return DASH
    if x == 0:
        return "0"
    text = count(round(abs(x))) if unit == "money" else f"{abs(x):.3f}"
    plain = _signed(x, text)
    return plain if x < 0 or plain.strip("0.") == "" else f"+{plain}"


def interval(score, unit="share", of=figure):
    """The ends of [value, low, high] as "0.681 to 0.747"; empty where there are none.

    Examples
    --------
    >>> interval([0.7, 0.681, 0.747])
    '0.681 to 0.747'
    """
    if score is None or score[1] is None or score[2] is None:
        return ""
    return f"{of(score[1], unit)} to {of(score[2], unit)}"


def percent(share):
    """A share in per cent, two digits: "0.50 %", "4.0 %", "12 %"."""
    x = 100 * share
    if x == 0 or x >= 99.95:
        return f"{x:.0f}{THIN}%"
    decimals = 0 if x >= 10 else (1 if x >= 1 else min(1 - math.floor(math.log10(x)), 6))
    return f"{x:.{decimals}f}{THIN}%"


def measured(x, unit):
    """A figure in its unit: "money", "percent" (a share, below 0 with its sign), "rows", or a score.

    Examples
    --------
    >>> measured(1234.0, "rows"), measured(0.25, "share")
    ('1\u202f234', '0.250')
    """
    if x is None:
        return DASH
    if unit == "percent":
        return percent(x) if x >= 0 else MINUS + percent(-x)
    return count(x if abs(x) < 100 else round(x)) if unit == "rows" else figure(x, unit)


def rate(x):
    """A share with three decimals and no more; 0 and 1 where it is exactly that.

    Examples
    --------
    >>> rate(0.0004), rate(1.0)
    ('0.000', '1')
    """
    if x is None:
        return DASH
    return f"{x:.0f}" if x in (0, 1) else _signed(x, f"{abs(x):.3f}")


def rates(score):
    """The ends of [value, low, high] as rates; empty where there are none."""
    return interval(score, of=lambda x, _: rate(x))


def seconds(x):
    """A duration to read."""
    if x is None:
        return DASH
    return f"{x:.1f}" if x < 10 else f"{x:.0f}"


def probability(x):
    """A threshold: two digits below 0.1, as it is otherwise."""
    if x is None:
        return DASH
    if x > 1:
        return "above 1"
    return f"{x:.2g}" if 1e-4 <= x < 0.1 else f"{x:.3f}"


def tied(text):
    """A figure and its per cent sign, and thousands, are not torn apart at the end of a line."""
    return re.sub(r"(?<=\d) (?=%|\d{3}\b)", THIN, text)


def thin(text):
    """A sentence of the audit in the card's spelling: thin spaces for the commas in thousands."""
    return tied(re.sub(r"(?<=\d),(?=\d{3}\b)", THIN, text))


def shortened(sentence):
    """A sentence of the audit without what the caption of its table says."""
    text = sentence.removeprefix(_CAPTION)
    return text[:1].upper() + text[1:]


def emphasised(sentence):
    """The sentence as HTML: who gains how much and the verdict in bold, the rest plain."""
    sentence = tied(sentence)
    match = _VERDICT.match(sentence) or _NONE.match(sentence)
    if match is None:
        return Markup("<b>{}</b>").format(sentence)
    if match.re is _NONE:
        return Markup("<b>{}</b>{}").format(*match.groups())
    return Markup("<b>{}</b>{}{}<b>{}</b>{}").format(*match.groups())


def _signed(x, text):
    return MINUS + text if x < 0 and any(digit in text for digit in "123456789") else text
