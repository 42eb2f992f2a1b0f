"""Which mark parts the decimals and which groups the thousands: one convention a file, told by its columns."""

from dataclasses import dataclass

from pyarrow import compute

from synthbalance.datasets._assumed import Assumption, listed

MARKS = frozenset(".,' ")
_OTHER = {".": ",", ",": "."}
_CODE_DIGITS = 7  # so many digits in every value look like telephone numbers or codes
_PEEK = 500
_FOUR_PARTS = r"^\d{1,3}(?:[.]\d{3}){3}$"
_BESIDE = frozenset("+-eEinftyINFTY")


@dataclass(frozen=True)
class Reading:
    """How the marks of a column are read; None where it has no such mark."""

    decimal: str | None
    thousands: str | None

    def fits(self, text, lenient):
        """Whether every value is a number so; `lenient` allows groups in some values only."""
        patterns = _patterns(self, lenient)
        parts = (text.slice(0, _PEEK), text) if len(text) > _PEEK else (text,)
        return any(all(_all_match(part, pattern) for part in parts) for pattern in patterns)

    def plain(self, text):
        """The values as Python writes numbers."""
        if self.thousands:
            text = compute.replace_substring(text, self.thousands, "")
        return compute.replace_substring(text, ",", ".") if self.decimal == "," else text


POINT = Reading(".", None)


def readings(columns, separator, options):
    """How each column of numbers with marks is to be read.

    A column that can be read one way only is read so, and tells the convention of the file; a mark that could be
    either (``1,234``) follows that convention, else the rule: a point is decimal, a comma decimal beside the
    separator ``;`` and a thousands mark elsewhere.

    Parameters
    ----------
    columns : dict of str to (pyarrow.LargeStringArray, frozenset of str)
        Name to tidied text and its marks.
    separator : str
    options : Options

    Returns
    -------
    dict of str to Reading or None
        None stays text.
    list of Assumption
    """
    possible = {name: _possible(text, marks, options) for name, (text, marks) in columns.items()}
    sure = [one[0] for name, one in possible.items() if len(one) == 1 and _speaks(one[0], columns[name][0])]
    file = _Convention(sure, separator, options)
    found, plain, ruled = {}, {}, {}
    for name, fitting in possible.items():
        found[name], rule = file.choose(columns[name][0], fitting)
        if rule:
            ruled.setdefault(rule, []).append(name)
        elif found[name]:
            plain[name] = found[name]
    of_rules = [Assumption(rule.text.replace("...", listed(names)), rule.doubtful) for rule, names in ruled.items()]
    return found, _said(plain, separator, options) + of_rules


class _Convention:
    """What the columns that can be read one way only say about the file."""

    def __init__(self, sure, separator, options):
        decimals = {each.decimal or _OTHER.get(each.thousands) for each in sure} - {None}
        told = decimals.pop() if len(decimals) == 1 else None
        self.decimal = options.decimal or told
        self.thousands = {each.thousands for each in sure if each.thousands}
        self.comma_is_decimal = separator == ";"
        self.stated = bool(options.thousands)

    def choose(self, text, fitting):
        """The reading of a column or None, and the rule that was needed for it, with ... for its name."""
        if len(fitting) == 2:
            return self._either(*fitting)
        if not fitting or fitting[0].decimal or self.stated or self._believes(fitting[0], text):
            return (fitting[0] if fitting else None), None
        mark = fitting[0].thousands
        return None, Assumption(
            f"... as text, though {mark!r} could group the digits (thousands={mark!r} makes numbers)"
        )

    def _either(self, decimal, thousands):
        mark = decimal.decimal
        if self.decimal:
            return (decimal if self.decimal == mark else thousands), None
        if mark == "." and not self.comma_is_decimal:
            return decimal, None  # as everywhere in a file with commas
        groups = mark == "," and not self.comma_is_decimal
        word, other = ("thousands", "decimal") if groups else ("decimal", "thousands")
        rule = f"{mark!r} in ... taken for a {word} mark, as every value fits both ({other}={mark!r} changes that)"
        return (thousands if groups else decimal), Assumption(rule, doubtful=True)

    def _believes(self, reading, text):
        known = reading.thousands in self.thousands or (self.decimal and _OTHER.get(reading.thousands) == self.decimal)
        return _speaks(reading, text) or (bool(known) and _lengths(reading, text)["max"] < _CODE_DIGITS)


def _speaks(reading, text):
    """Whether a column that fits no other reading shows it; codes and addresses are of one length or in four parts."""
    if reading.decimal:
        return True
    lengths = _lengths(reading, text)
    return lengths["min"] < lengths["max"] and not _all_match(text, _FOUR_PARTS)


def _lengths(reading, text):
    return compute.min_max(compute.utf8_length(reading.plain(compute.ascii_ltrim(text, characters="+-")))).as_py()


def _possible(text, marks, options):
    used = sorted(marks & MARKS)
    if marks - MARKS - _BESIDE or not used or len(used) > 2:
        return []
    first, second = used if len(used) == 2 else (used[0], None)
    pairs = [(first, second), (second, first)]
    allowed = [Reading(*pair) for pair in pairs if pair[0] in (None, ".", ",") and _is_allowed(*pair, options)]
    return [each for each in allowed if each.fits(text, lenient=bool(options.thousands))]


def _is_allowed(decimal, thousands, options):
    decimal_fits = decimal is None or (options.decimal in (None, decimal) and decimal != options.thousands)
    if options.thousands is None:
        return decimal_fits and (thousands is None or thousands != options.decimal)
    return decimal_fits and thousands in (None, options.thousands or None)


def _patterns(reading, lenient):
    exponent = r"(?:[eE][+-]?\d+)?"
    if reading.thousands is None:
        mark = f"[{reading.decimal}]"
        return [rf"^[+-]?(?:(?:\d+(?:{mark}\d*)?|{mark}\d+){exponent}|(?i:inf(?:inity)?))$"]
    end = rf"(?:[{reading.decimal}]\d*)?$" if reading.decimal else "$"
    group = rf"(?:{reading.thousands if reading.thousands != '.' else '[.]'}\d{{3}})"
    if lenient:
        return [rf"^[+-]?(?:\d+|[1-9]\d{{0,2}}{group}+){end}"]
    grouped = rf"^[+-]?(?:0|[1-9]\d{{0,2}}{group}*){end}"
    from_five_digits = rf"^[+-]?(?:0|[1-9]\d{{0,3}}|[1-9]\d{{1,2}}{group}|[1-9]\d{{0,2}}{group}{{2,}}){end}"
    return [grouped, from_five_digits]


def _all_match(text, pattern):
    return compute.all(compute.match_substring_regex(text, pattern)).as_py() is not False


def _said(found, separator, options):
    said = []
    commas = [name for name, reading in found.items() if reading.decimal == ","]
    if commas and options.decimal is None:
        could_be_lists = separator == "," and not any(found[name].thousands for name in commas)
        said.append(Assumption(f"decimal comma in {listed(commas)}", doubtful=could_be_lists))
    for mark in sorted({reading.thousands for reading in found.values()} - {None}):
        names = [name for name, reading in found.items() if reading.thousands == mark]
        if options.thousands is None:
            said.append(Assumption(f"thousands mark {mark!r} in {listed(names)}"))
    return said
