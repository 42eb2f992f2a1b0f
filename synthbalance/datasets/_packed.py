"""A text file as a stream of its bytes, unpacked on the way where its ending says that it is packed."""

import bz2
import gzip
import io
import lzma
import zipfile
import zlib

import pyarrow

from synthbalance.datasets._assumed import listed
from synthbalance.datasets._endings import PACKED, ending_of

_BUFFER = 1 << 20
_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError, NotImplementedError)
_WORDS = {".gz": "gzip", ".bz2": "bzip2", ".zip": "zip", ".xz": "xz", ".zst": "zstd"}


def is_packed(file):
    """Whether the name ends as that of a packed text does."""
    return ending_of(file).endswith(PACKED)


def open_bytes(file):
    """A binary stream of what the file holds, from the first byte on; nothing is unpacked that is not read.

    Parameters
    ----------
    file : pathlib.Path

    Raises
    ------
    ValueError
        There or while it is read, if an archive is damaged, of another kind, needs a password or holds several files.
    """
    if not is_packed(file):
        return file.open("rb")
    return io.BufferedReader(_Unpacked(file, ending_of(file)[4:]), _BUFFER)


class _Unpacked(io.RawIOBase):
    """Forward only, as it is read; `seek` begins anew and skips."""

    def __init__(self, file, packed):
        super().__init__()
        self._file, self._packed, self._place = file, packed, 0
        self._held = [file.open("rb")]
        try:
            self._stream = self._begun()
        except BaseException:
            self.close()
            raise

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self._place

    def readinto(self, buffer):
        try:
            got = self._stream.read(len(buffer))
        except _DAMAGE as error:
            raise self._damage(error) from error
        buffer[: len(got)] = got
        self._place += len(got)
        return len(got)

    def seek(self, offset, whence=io.SEEK_SET):
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("an archive is read from its start")
        if offset < self._place:
            self._held[0].seek(0)
            self._stream, self._place = self._begun(), 0
        while self._place < offset and self.read(min(_BUFFER, offset - self._place)):
            pass
        return self._place

    def close(self):
        for one in reversed(self._held):
            one.close()
        super().close()

    def _begun(self):
        raw = self._held[0]
        try:
            if self._packed == ".zip":
                return self._only_member(zipfile.ZipFile(raw))
            if self._packed == ".zst":
                return pyarrow.input_stream(raw, compression="zstd")
            return {".gz": gzip, ".bz2": bz2, ".xz": lzma}[self._packed].open(raw)
        except _DAMAGE as error:
            raise self._damage(error) from error

    def _only_member(self, archive):
        names = [one.filename for one in archive.infolist() if not one.is_dir() and not _is_of_a_system(one.filename)]
        if len(names) != 1:
            inside = f"{len(names)} ({listed(list(map(repr, names)), 3)})" if names else "none"
            raise ValueError(
                f"{str(self._file)!r} needs one file in it, found {inside}. Unpack it first, and read the one you need."
            )
        return archive.open(names[0])

    def _damage(self, error):
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        if isinstance(error, RuntimeError) and "password" in reason:
            return ValueError(
                f"{str(self._file)!r} is a zip archive with a password. Unpack it first, and read what was in it."
            )
        return ValueError(
            f"{str(self._file)!r} is no readable {_WORDS[self._packed]} archive ({reason}). It may be cut off or of "
            f"another kind; download or copy it again, or rename it by what it is."
        )


def _is_of_a_system(name):
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".")
