"""The text of a csv or tsv as UTF-8: the file itself where it is UTF-8, else decoded in memory."""

import codecs
import io
import itertools
from dataclasses import dataclass
from pathlib import Path

from synthbalance.datasets._assumed import Assumption
from synthbalance.datasets._bytes import Bytes
from synthbalance.datasets._encoding import SAMPLE, UTF8, likely_encodings, marked_encoding, unmarked_utf16
from synthbalance.datasets._packed import is_packed

_KEPT = 1 << 27  # bytes of an unpacked text that are held


@dataclass(frozen=True)
class Text:
    """A decoded text.

    Attributes
    ----------
    file : pathlib.Path
        Where it stands, for messages.
    source : Bytes or None
        Where the bytes are UTF-8 as they stand.
    data : bytes or None
        In UTF-8, otherwise, or where a packed file is short.
    n_quotes : int
        Double quotes in it.
    n_above : int
        Lines above the table.
    """

    file: Path
    source: Bytes | None
    data: bytes | None
    n_quotes: int
    n_above: int = 0

    def open(self):
        """The bytes in UTF-8, perhaps after a byte order mark."""
        return io.BytesIO(self.data) if self.source is None else self.source.open()

    def lines(self):
        """The text with its line ends as they are."""
        return io.TextIOWrapper(self.open(), encoding="utf-8-sig", newline="")

    def sample(self):
        """The first part of the text, lines above the table and all, and whether it is the whole of it."""
        with self.open() as raw:
            head = raw.read(SAMPLE)
            return head.decode("utf-8-sig", errors="ignore"), not raw.read(1)


def text_of(file, characters):
    """`Text` held in memory."""
    data = characters.encode(UTF8)
    _check_no_zero(data, file)
    return Text(file, None, data, data.count(b'"'))


def open_text(source, encoding):
    """Decode strictly, to the last byte.

    Parameters
    ----------
    source : Bytes
    encoding : str or None
        None finds out.

    Returns
    -------
    Text, list of Assumption

    Raises
    ------
    ValueError
        If a byte does not fit (the line is named), or the file is no text.
    """
    if encoding is not None:
        return _stated(source, encoding), []
    head = source.head(SAMPLE)
    marked, wide = marked_encoding(head), unmarked_utf16(head)
    if marked not in (None, UTF8):
        return _stated(source, marked), [Assumption(f"encoding {marked} (byte order mark)")]
    if wide:
        return _stated(source, wide), [Assumption(f"encoding {wide}: every second byte is zero", doubtful=True)]
    text, bad = _utf8(source)
    return (text, []) if bad is None else _guessed(source, bad)


def _stated(source, encoding):
    name = codecs.lookup(encoding).name
    if name in (UTF8, "utf-8-sig"):
        text, bad = _utf8(source) if marked_encoding(source.head(4)) in (None, UTF8) else (None, 0)
        if bad is not None:
            raise _undecodable(source, encoding)
        return text
    try:
        return _decoded(source, encoding)
    except UnicodeError as error:
        raise _undecodable(source, encoding) from error


def _utf8(source):
    """`Text` and None, or what was read of it and where the first byte stands that is not UTF-8."""
    decoder, n_quotes, place = codecs.getincrementaldecoder(UTF8)(), 0, 0
    kept = [] if is_packed(source.file) else None  # unpacking it a second time would take longer
    for chunk in itertools.chain(source.chunks(), [b""]):
        _check_no_zero(chunk, source.file)
        pending = len(decoder.getstate()[0])
        try:
            if pending or not chunk.isascii():
                decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return None, place - pending + error.start
        n_quotes += chunk.count(b'"')
        place += len(chunk)
        kept = [*kept, chunk] if kept is not None and place <= _KEPT else None
    data = None if kept is None else b"".join(kept)
    return Text(source.file, source if data is None else None, data, n_quotes), None


def _decoded(source, encoding):
    with source.open() as raw:
        return text_of(source.file, raw.read().decode(encoding))


def _check_no_zero(data, file):
    if b"\0" in data:
        raise ValueError(
            f"{str(file)!r} is no text: it holds bytes that are zero, as programs and archives do. "
            f"Check what wrote it; if it is text after all, pass encoding=..."
        )


def _guessed(source, bad):
    with source.open() as raw:
        raw.seek(max(0, bad - SAMPLE // 2))
        lines = raw.read(SAMPLE).splitlines(keepends=True)
    number = _bad_line(source, UTF8)
    for encoding in likely_encodings(b"".join(line for line in lines if not line.isascii())):
        try:
            text = _decoded(source, encoding)
        except UnicodeError:
            continue
        return text, [Assumption(f"encoding {encoding}: utf-8 does not fit (line {number})", doubtful=True)]
    raise ValueError(
        f"{str(source.file)!r}, line {number}: the text is neither UTF-8 nor in an encoding that can be told from it. "
        f"Pass the one it was saved in, perhaps read_table(path, encoding='cp1252')."
    )


def _undecodable(source, encoding):
    wide = codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))
    where = "" if wide else f", line {_bad_line(source, encoding)}"
    other = marked_encoding(source.head(4)) or "cp1252"
    return ValueError(
        f"{str(source.file)!r}{where}: the text is not in the encoding {encoding!r}. Leave encoding out to have it "
        f"found, or pass the one it was saved in, perhaps read_table(path, encoding={other!r})."
    )


def _bad_line(source, encoding):
    with source.open() as raw:
        for number, line in enumerate(raw, start=1):
            try:
                line.decode(encoding)
            except UnicodeError:
                return number
    return 1
