"""From what the user gave, rules in code or the path of a file, to plain values and where each stands."""

import os
from pathlib import Path

from synthbalance.samplers._rules.json_text import parse_json
from synthbalance.samplers._rules.place import Place, RuleError
from synthbalance.samplers._rules.yaml_text import parse_yaml

MOST_BYTES = 1_000_000
_PARSERS = {".yaml": parse_yaml, ".yml": parse_yaml, ".json": parse_json}


def read_rules(rules):
    """Plain values of the rules, and the place that they start from.

    Parameters
    ----------
    rules : dict, list, or path of a YAML or JSON file

    Returns
    -------
    value : dict or list
    place : Place

    Raises
    ------
    RuleError
        If the file is not there, too large, no text, of another kind, or does not parse.
    """
    if not isinstance(rules, (str, os.PathLike)):
        return rules, Place()
    path = Path(rules)
    parse = _parser(path)
    value, lines = parse(_text(path), path.name)
    return value, Place(path.name, lines)


def _parser(path):
    if path.suffix.lower() not in _PARSERS:
        raise RuleError(
            f"rules needs a file that ends in .yaml, .yml or .json, got {str(path)!r}. Rename it, or pass a list."
        )
    return _PARSERS[path.suffix.lower()]


def _text(path):
    if not path.is_file():
        raise RuleError(
            f"rules needs a file that is there, {str(path)!r} is not (looked from {str(Path.cwd())!r}). "
            f"Give its full path."
        )
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise RuleError(
            f"rules needs a file of at most {MOST_BYTES:,} bytes, {path.name} has {size:,}. Is it the right file?"
        )
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError(f"rules needs text in UTF-8, {path.name} is not ({error.reason}). Save it as UTF-8.") from None
