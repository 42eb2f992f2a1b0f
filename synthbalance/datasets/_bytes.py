"""The bytes of a file: all of them, or the first ones up to the end of a line."""

import codecs
import io
from dataclasses import dataclass
from pathlib import Path

from synthbalance.datasets._encoding import UTF8, marked_encoding, unmarked_utf16
from synthbalance.datasets._packed import is_packed, open_bytes

CHUNK = 1 << 20


@dataclass(frozen=True)
class Bytes:
    """A file, unpacked if need be, or the first `limit` bytes of it in whole lines.

    Attributes
    ----------
    file : pathlib.Path
    encoding : str or None
        As stated, for the width of a line end.
    limit : int or None
    """

    file: Path
    encoding: str | None = None
    limit: int | None = None

    @property
    def whole(self):
        """Whether nothing of the file is left out."""
        if self.limit is None or not is_packed(self.file):
            return self.limit is None or self.file.stat().st_size <= self.limit
        with open_bytes(self.file) as raw:
            return len(raw.read(self.limit + 1)) <= self.limit

    def open(self):
        """A binary stream from the first byte on."""
        return open_bytes(self.file) if self.whole else io.BytesIO(self._whole_lines())

    def chunks(self):
        """Pieces of a megabyte."""
        with self.open() as raw:
            yield from iter(lambda: raw.read(CHUNK), b"")

    def head(self, size):
        """The first `size` bytes."""
        with self.open() as raw:
            return raw.read(size)

    def _whole_lines(self):
        with open_bytes(self.file) as raw:
            head = raw.read(self.limit)
        line_end = _line_end(head, self.encoding or marked_encoding(head) or unmarked_utf16(head) or UTF8)
        place = head.rfind(line_end)
        while place % len(line_end) and place > 0:
            place = head.rfind(line_end, 0, place + len(line_end) - 1)
        return head[: place + len(line_end)] if place >= 0 else head


def _line_end(head, encoding):
    name = codecs.lookup(encoding).name
    width = 2 if name.startswith("utf-16") else 4 if name.startswith("utf-32") else 1
    big = name.endswith("be") or head.startswith((b"\xfe\xff", b"\0\0\xfe\xff"))
    return b"\n".rjust(width, b"\0") if big else b"\n".ljust(width, b"\0")
