"""What a reader took for granted about a file, kept with the table and said where it may be wrong."""

from dataclasses import dataclass

from synthbalance._warned import warn

_KEY = "assumed"


@dataclass(frozen=True)
class Assumption:
    """One short sentence; `doubtful` where the file fits another reading as well."""

    text: str
    doubtful: bool = False


def keep_assumptions(frame, assumptions, file):
    """Note the sentences in ``frame.attrs["assumed"]`` and warn once of the doubtful ones.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table that nobody else holds yet; a note of another file is taken off.
    assumptions : list of Assumption
    file : pathlib.Path
    """
    frame.attrs.pop(_KEY, None)
    if assumptions:
        frame.attrs[_KEY] = [each.text for each in assumptions]
    doubtful = "; ".join(each.text for each in assumptions if each.doubtful)
    if doubtful:
        warn(f"{file.name!r} was read with: {doubtful}.", stacklevel=3)


def listed(names, at_most=5):
    """Names in one line, the first few of them.

    Examples
    --------
    >>> listed(["amount", "fee", "rate"], at_most=2)
    'amount, fee and 1 more'
    """
    shown = ", ".join(str(name) for name in names[:at_most])
    return f"{shown} and {len(names) - at_most} more" if len(names) > at_most else shown
