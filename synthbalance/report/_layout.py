"""Python source that a formatter leaves as it is: nodes, and how they break into lines."""

from dataclasses import dataclass, field

WIDTH = 88
_INDENT = "    "


@dataclass(frozen=True)
class Node:
    """A piece of an expression: a text, or what stands between two brackets.

    Attributes
    ----------
    head : str
        All of it, or what comes before the items, bracket included: ``"sb.Costs("``.
    items : tuple of (prefix, Node)
        Prefix is ``"name="`` or ``"key: "``, or empty.
    tail : str
        The closing bracket; empty where the node is a plain text.
    """

    head: str
    items: tuple = field(default=())
    tail: str = ""

    def flat(self):
        """On one line."""
        inside = ", ".join(prefix + node.flat() for prefix, node in self.items)
        lonely = "," if self.head == "(" and len(self.items) == 1 else ""
        return f"{self.head}{inside}{lonely}{self.tail}"

    def lines(self, before="", after="", indent=0):
        """The lines of ``before + node + after``, broken where one line would be too long."""
        margin = _INDENT * indent
        flat = f"{margin}{before}{self.flat()}{after}"
        if len(flat) <= WIDTH or not self.items:
            return [flat]
        inner = [line for prefix, node in self.items for line in node.lines(prefix, ",", indent + 1)]
        return [f"{margin}{before}{self.head}", *inner, f"{margin}{self.tail}{after}"]


def call(name, positional=(), /, **named):
    """A call: positional Nodes, then named ones in their order."""
    items = [("", node) for node in positional] + [(f"{key}=", node) for key, node in named.items()]
    return Node(f"{name}(", tuple(items), ")")


def assign(name, node):
    """``name = node`` as lines."""
    return node.lines(f"{name} = ")
