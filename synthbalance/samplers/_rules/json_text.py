"""JSON text to plain values, with the line of each."""

import json
from json.decoder import WHITESPACE, JSONDecoder, scanstring

from synthbalance.samplers._rules.place import RuleError

MOST_DEEP = 20


def parse_json(text, file):
    """Values, and the line of each path; see `parse_yaml`.

    Raises
    ------
    RuleError
        If the text is no JSON, a key comes twice, or values are nested over 20 deep.
    """
    lines = {}
    try:
        json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise RuleError(f"{file} needs values nested at most {MOST_DEEP} deep. Flatten it.") from None
    except json.JSONDecodeError as error:
        raise RuleError(f"{file}, line {error.lineno}: this is no JSON ({error.msg}). Correct the line.") from None
    except ValueError as error:  # a whole number of thousands of digits
        raise RuleError(f"{file}: this is no JSON ({error}). Correct it.") from None
    except _Constant as error:
        raise RuleError(f"{file} needs numbers, got {error}. JSON has null for missing.") from None
    value, _ = _Walker(text, file, lines).value(_skip(text, 0), ())
    return value, lines


class _Constant(Exception):
    """NaN or Infinity, which JSON does not have."""


def _no_constant(text):
    raise _Constant(text)


class _Walker:
    """Walks text that is known to be JSON, as the standard decoder tells no positions."""

    def __init__(self, text, file, lines):
        self.text, self.file, self.lines = text, file, lines
        self._decoder = JSONDecoder()
        self._line, self._counted = 1, 0

    def value(self, at, path):
        """The value that starts at position `at`, and where it ends."""
        self.lines.setdefault(path, self._line_of(at))
        if len(path) > MOST_DEEP:
            raise RuleError(
                f"{self.file}, line {self.lines[path]}: values are nested over {MOST_DEEP} deep. Flatten it."
            )
        if self.text[at] == "{":
            return self._object(at, path)
        if self.text[at] == "[":
            return self._array(at, path)
        return self._decoder.raw_decode(self.text, at)

    def _object(self, at, path):
        out, at = {}, _skip(self.text, at + 1)
        while self.text[at] != "}":
            line = self._line_of(at)
            key, at = scanstring(self.text, at + 1)
            if key in out:
                raise RuleError(f"{self.file}, line {line}: {key!r} is there twice. Keep one of them.")
            self.lines[(*path, key)] = line
            out[key], at = self.value(_skip(self.text, _skip(self.text, at) + 1), (*path, key))
            at = self._next(at)
        return out, at + 1

    def _array(self, at, path):
        out, at = [], _skip(self.text, at + 1)
        while self.text[at] != "]":
            value, at = self.value(at, (*path, len(out)))
            out.append(value)
            at = self._next(at)
        return out, at + 1

    def _next(self, at):
        at = _skip(self.text, at)
        return _skip(self.text, at + 1) if self.text[at] == "," else at

    def _line_of(self, at):
        """Positions only grow, so each line break is counted once."""
        self._line += self.text.count("\n", self._counted, at)
        self._counted = at
        return self._line


def _skip(text, at):
    return WHITESPACE.match(text, at).end()
