"""The rule language as a JSON schema, so that an editor can complete and check a rule file."""

from synthbalance.samplers._rules.words import (
    BURST,
    DONOR,
    GENERAL,
    KEEPS,
    MOST_IN_BURST,
    NEEDED,
    ONLY,
    PARTS,
    ROWS,
    SCENARIO,
    SHIPPED,
    TESTS,
    UNITS,
    VERBS,
    WHEN,
)

_PLAIN = {"type": ["string", "number", "boolean", "null"]}
_NUMBER = {"type": "number"}
_COLUMN = {"type": ["string", "integer"]}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_DURATION = {"type": ["string", "number"]}
_TEXT = {"type": "string", "minLength": 1}


def json_schema():
    """The schema of a rule file, as a dict (JSON Schema, draft 2020-12)."""
    scenarios = {"type": "array", "minItems": 1, "items": {"oneOf": [_scenario(), _shipped()]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenarios for RuleSampler",
        "anyOf": [scenarios, _object({"scenarios": scenarios}, ["scenarios"]), _scenario(), _shipped()],
        "$defs": {"rule": _rule(), "tests": _tests()},
    }


def _scenario():
    known = {
        "name": _TEXT,
        "description": _TEXT,
        "weight": {"type": "number", "exclusiveMinimum": 0},
        "label": _PLAIN,
        "base": {"enum": list(ROWS[:2])},
        "where": {"$ref": "#/$defs/tests"},
        "donors": {"type": "object", "additionalProperties": _donor()},
        "burst": _burst(),
        "set": _set(),
        "when": {
            "type": "array",
            "items": _object(dict(zip(WHEN, ({"$ref": "#/$defs/tests"}, _set()), strict=True)), ["if"]),
        },
    }
    return _object({key: known[key] for key in SCENARIO}, ["name"])


def _shipped():
    known = {
        "typology": _TEXT,
        "columns": {"type": "object"},
        "name": _TEXT,
        "description": _TEXT,
        "weight": {"type": "number", "exclusiveMinimum": 0},
        "label": _PLAIN,
    }
    return _object({key: known[key] for key in SHIPPED}, ["typology"])


def _donor():
    return _object(dict(zip(DONOR, ({"enum": list(ROWS)}, {"$ref": "#/$defs/tests"}), strict=True)))


def _burst():
    whole = {"type": "integer", "minimum": 1, "maximum": MOST_IN_BURST}
    known = {
        "size": {"anyOf": [whole, _pair(whole)]},
        "gap": {"anyOf": [_DURATION, _pair(_DURATION)]},
        "time": _COLUMN,
        "unit": {"enum": list(UNITS)},
        "same": {"anyOf": [{"const": "all"}, {"type": "array", "items": _COLUMN}]},
    }
    return _object({key: known[key] for key in BURST}, ["size"])


def _tests():
    several = {"type": "array", "minItems": 1, "items": _PLAIN}
    operand = {"in": several, "not_in": several, "missing": {"type": "boolean"}}
    by_word = _object({op: operand.get(op, _PLAIN) for op in TESTS})
    return {"type": "object", "additionalProperties": {"anyOf": [_PLAIN, several, by_word]}}


def _set():
    rule = {"$ref": "#/$defs/rule"}
    return {
        "type": "object",
        "additionalProperties": {"anyOf": [rule, {"type": "array", "minItems": 1, "items": rule}]},
    }


def _rule():
    return {"anyOf": [_PLAIN, *(_with_verb(verb) for verb in VERBS)]}


def _with_verb(verb):
    known = {verb: _ARGUMENTS.get(verb, _PLAIN), **{word: _BESIDE[word] for word in (*VERBS[verb], *GENERAL)}}
    return _object(known, [verb, *NEEDED.get(verb, ())])


def _pair(of):
    return {"type": "array", "minItems": 2, "maxItems": 2, "items": of}


def _object(known, required=()):
    return {"type": "object", "properties": known, "required": list(required), "additionalProperties": False}


_SPREAD = {"anyOf": [_DURATION, _pair(_DURATION)]}
_ARGUMENTS = {
    "choice": {"type": "array", "minItems": 1, "items": _PLAIN},
    "range": _pair(_DURATION),
    "quantile": _pair(_SHARE),
    "seen": {"enum": list(ROWS)},
    "donor": _TEXT,
    **dict.fromkeys(("copy", "times", "plus", "follow", "earlier"), _COLUMN),
    "scale": {"anyOf": [_NUMBER, _pair(_NUMBER)]},
    "shift": _SPREAD,
    "part": {"enum": list(PARTS)},
    "elapsed": {"enum": list(UNITS)},
}
_BESIDE = {
    "share": _SHARE,
    "keep": {"anyOf": [{"enum": list(KEEPS)}, {"type": "array", "minItems": 1, "items": {"enum": list(KEEPS)}}]},
    "once": {"type": "boolean"},
    "only": {"enum": list(ONLY)},
    "rising": {"anyOf": [_NUMBER, _pair(_NUMBER)]},
    "weights": {"type": "array", "items": {"type": "number", "minimum": 0}},
    "log": {"type": "boolean"},
    "of": {"enum": list(ROWS)},
    "different": {"type": "boolean"},
    "by": _SPREAD,
    "from": _COLUMN,
    "within": _DURATION,
}
