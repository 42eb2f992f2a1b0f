"""The encoding of a text file: stated by a mark, UTF-8 where every byte fits, else judged from what it would say."""

import codecs
import re
import unicodedata

UTF8 = "utf-8"
SAMPLE = 1 << 18
_MARKS = (  # the longer first: the mark of utf-32 begins like that of utf-16
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN = ("cp1252", "cp1250", "cp850", "mac_roman")
_OTHERS = ["cp1251", "koi8_r", "cp866", "cp1253", "cp1255", "cp1256", "cp932", "euc_jp", "gb18030", "big5", "cp949"]
_MOST_DISORDER = 0.35  # short lists of names look more disordered than the prose that its own limit is made for
_WORD = re.compile(r"[^\W\d_]+")
_SYMBOLS = frozenset("€£¥¢§°©®™«»“”„‘’‚–—…·•ºª¹²³µ×÷±¿¡½¼¾†‡ \u00a0\u00ad")
_INSIDE_WORDS = frozenset("’·\u00a0\u00ad")


def marked_encoding(head):
    """The encoding that a byte order mark at the start of `head` states, or None."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def unmarked_utf16(sample):
    """``"utf-16-le"`` or ``"utf-16-be"`` if every second byte of an ASCII text is zero, else None."""
    zeros = [sample[parity::2].count(0) for parity in (0, 1)]
    if min(zeros) or max(zeros) < 4:
        return None
    name = "utf-16-be" if zeros[0] else "utf-16-le"
    text = codecs.getincrementaldecoder(name)("replace").decode(sample)
    return name if "\n" in text and "\ufffd" not in text else None


def likely_encodings(raw):
    """Encodings in which bytes that are not UTF-8 make sense, the likeliest first.

    Western and central European text is told by its words: accented letters among plain ones, no sign inside a
    word, no capital after a small letter. Other scripts are left to charset-normalizer.

    Parameters
    ----------
    raw : bytes
        Lines of the file that are not ASCII, a few hundred kilobytes at most.

    Returns
    -------
    list of str
    """
    latin = [name for name in _LATIN if _reads_as_latin(raw, name)]
    if latin[:2] == ["cp1252", "cp1250"] and _central(raw):
        latin[:2] = ["cp1250", "cp1252"]
    return latin or [match.encoding for match in sorted(_matches(raw, _OTHERS), key=_quality)]


def _reads_as_latin(raw, encoding):
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    high = [place for place, character in enumerate(text) if ord(character) > 127]
    odd = sum(not _is_natural(text, place) for place in high)
    words = [word for word in _WORD.findall(text) if len(word) > 2 and not word.isascii()]
    plain = sum(character.isascii() for word in words for character in word)
    return odd <= len(high) / 10 and 2 * plain >= sum(map(len, words))


def _is_natural(text, place):
    character, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if character.isalpha() and unicodedata.name(character, "").startswith("LATIN"):
        return not (character.isupper() and before.islower())
    inside = before.isalpha() and after.isalpha()
    return character in _SYMBOLS and (not inside or character in _INSIDE_WORDS)


def _central(raw):
    """Whether charset-normalizer finds clearly less disorder in cp1250 than in cp1252."""
    if raw.decode("cp1250") == raw.decode("cp1252"):
        return False
    disorder = {match.encoding: match.chaos for match in _matches(raw, ["cp1250", "cp1252"])}
    return disorder.get("cp1250", 1.0) + 0.05 < disorder.get("cp1252", 1.0)


def _matches(raw, encodings):
    from charset_normalizer import from_bytes

    return list(from_bytes(raw, threshold=_MOST_DISORDER, cp_isolation=encodings))


def _quality(match):
    return -match.coherence, match.chaos
