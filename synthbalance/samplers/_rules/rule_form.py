"""The form of one rule: one verb, and the words beside it."""

from synthbalance.samplers._rules import checks
from synthbalance.samplers._rules.script import Rule
from synthbalance.samplers._rules.words import EARLIER_ROWS, GENERAL, KEEPS, NEEDED, ONLY, PARTS, ROWS, UNITS, VERBS


def parse_rule(raw, place):
    """One rule of a column: a plain value, or a mapping with one verb."""
    if not isinstance(raw, dict):
        return Rule("value", raw, {}, place)
    verbs = [key for key in raw if key in VERBS]
    if len(verbs) != 1:
        wrong = next((key for key in raw if key not in (*VERBS, *GENERAL)), "")
        raise place.error(f"one of {', '.join(VERBS)}", raw, checks.nearest(wrong, VERBS))
    (verb,) = verbs
    checks.known_keys(raw, (verb, *VERBS[verb], *GENERAL), place)
    for word in NEEDED.get(verb, ()):
        if word not in raw:
            raise place.error(f"{word!r} beside {verb!r}", raw, f"Add {word}: ...")
    beside = {word: _BESIDE[word](raw[word], place.at(word)) for word in raw if word in _BESIDE}
    check = _ARGUMENTS.get(verb)
    return Rule(verb, check(raw[verb], place.at(verb)) if check else raw[verb], {**_rest(raw, verb), **beside}, place)


def _rest(raw, verb):
    return {word: value for word, value in raw.items() if word != verb and word not in _BESIDE}


def _keeps(value, place):
    kept = (value,) if isinstance(value, str) else checks.items(value, place)
    return tuple(checks.one_of(one, KEEPS, place) for one in kept)


def _two(value, place):
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise place.error("a pair [low, high]", value, "Give two values.")
    return tuple(value)


def _shares(value, place):
    return checks.pair(_two(value, place), place, checks.share)


def _factors(value, place):
    low, high = checks.pair(value, place)
    if low <= 0:
        raise place.error("factors above 0", value, "1.1 is ten percent more.")
    return low, high


def _window(value, place):
    found = checks.seconds(value, place)
    if found <= 0:
        raise place.error("a time above 0", value, 'Write "24h", say.')
    return found


def _column_or_rows(value, place):
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise place.error(f"{EARLIER_ROWS!r} to count them, or the column to add up", value)
    return value


_BESIDE = {
    "share": checks.share,
    "keep": _keeps,
    "once": checks.boolean,
    "only": lambda value, place: checks.one_of(value, ONLY, place),
    "log": checks.boolean,
    "different": checks.boolean,
    "of": lambda value, place: checks.one_of(value, ROWS, place),
    "rising": _factors,
    "within": _window,
}
_ARGUMENTS = {
    "choice": checks.items,
    "range": _two,
    "quantile": _shares,
    "seen": lambda value, place: checks.one_of(value, ROWS, place),
    "donor": lambda value, place: checks.text(value, place, "the name of a donor"),
    "scale": checks.pair,
    "part": lambda value, place: checks.one_of(value, PARTS, place),
    "earlier": _column_or_rows,
    "elapsed": lambda value, place: checks.one_of(value, tuple(UNITS), place),
}
