"""YAML text to plain values, with the line of each. Nothing in the text can become code."""

import re

from synthbalance.samplers._rules.json_text import MOST_DEEP
from synthbalance.samplers._rules.place import RuleError

_PLAIN = ("str", "int", "float", "bool", "null", "timestamp")
_EXPONENT = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+")  # YAML 1.1 takes 1e-3 for text
_TAG = "tag:yaml.org,2002:"


def parse_yaml(text, file):
    """Plain values of YAML text, and where each stands.

    Parameters
    ----------
    text : str
    file : str
        Name for the errors.

    Returns
    -------
    value : dict, list or a single value
    lines : dict path -> int
        Line, from 1, of each key and list item; a path is a tuple of keys and positions.

    Raises
    ------
    RuleError
        If the text is no YAML, a key comes twice, a value is no plain one, or an alias (``*name``) is used: aliases
        let a short text stand for billions of values.
    """
    import yaml

    try:
        loader = yaml.SafeLoader(text)
        return _Walker(loader, file).walk(loader.get_single_node())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise RuleError(f"{file}{line}: this is no YAML ({error.problem}). Correct the line.") from None
    except yaml.YAMLError as error:
        raise RuleError(f"{file}: this is no YAML ({str(error).splitlines()[0]}). Correct it.") from None
    except RecursionError:
        raise RuleError(f"{file} needs values nested at most {MOST_DEEP} deep. Flatten it.") from None


class _Walker:
    """Turns nodes into values, writing down lines."""

    def __init__(self, loader, file):
        self.loader, self.file = loader, file
        self.lines, self._seen = {}, set()

    def walk(self, node):
        """The value and its lines; None for an empty file."""
        value = None if node is None else self._value(node, ())
        return value, self.lines

    def _value(self, node, path):
        line = self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen:
            raise RuleError(f"{self.file}, line {line}: aliases (*name) to this value are not read. Write it out.")
        self._seen.add(id(node))
        if len(path) > MOST_DEEP:
            raise RuleError(f"{self.file}, line {line}: values are nested over {MOST_DEEP} deep. Flatten it.")
        if node.id == "mapping":
            return self._mapping(node, path)
        if node.id == "sequence":
            return [self._value(part, (*path, position)) for position, part in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node, path):
        out = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self._scalar(key_node) if key_node.id == "scalar" else None
            if not isinstance(key, (str, int)):
                raise RuleError(f"{self.file}, line {line}: a name needs to be text, got {key_node.value!r}. Quote it.")
            if key in out:
                raise RuleError(f"{self.file}, line {line}: {key!r} is there twice. Keep one of them.")
            self.lines[(*path, key)] = line
            out[key] = self._value(value_node, (*path, key))
        return out

    def _scalar(self, node):
        if node.tag.removeprefix(_TAG) not in _PLAIN:
            line = node.start_mark.line + 1
            raise RuleError(f"{self.file}, line {line}: {node.tag!r} is not read. Write a plain value.")
        if node.style is None and node.tag == f"{_TAG}str" and _EXPONENT.fullmatch(node.value):
            return float(node.value)
        try:
            return self.loader.construct_object(node)
        except ValueError as error:
            line = node.start_mark.line + 1
            raise RuleError(f"{self.file}, line {line}: {node.value!r} is no value ({error}). Quote it.") from None
