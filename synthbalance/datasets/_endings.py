"""The endings of files that are tables: the one place where they are listed."""

from pathlib import PurePath

SEPARATORS = {".csv": ",", ".tsv": "\t"}
PACKED = (".gz", ".bz2", ".zip", ".xz", ".zst")
PLAIN = (*SEPARATORS, ".parquet", ".feather")
READABLE = (*PLAIN, *(text + packed for text in SEPARATORS for packed in PACKED))
IN_WORDS = f"{', '.join(PLAIN)}, or in .csv or .tsv and {', '.join(PACKED[:-1])} or {PACKED[-1]}"


def ending_of(path):
    """The ending of a file's name in small letters, with that of a packed text in one: ".csv.gz".

    Examples
    --------
    >>> ending_of("Payments.CSV.gz"), ending_of("a.b.parquet"), ending_of("notes.gz"), ending_of("a")
    ('.csv.gz', '.parquet', '.gz', '')
    """
    suffixes = [suffix.lower() for suffix in PurePath(path).suffixes[-2:]]
    return "".join(suffixes) if "".join(suffixes) in READABLE else (suffixes or [""])[-1]


def plain_name(path):
    """The name of a file without its ending, and the ending of it unpacked.

    Examples
    --------
    >>> plain_name("folder/payments.tsv.zip"), plain_name("payments.2025.parquet")
    (('payments', '.tsv'), ('payments.2025', '.parquet'))
    """
    name, ending = PurePath(path).name, ending_of(path)
    kept = name[len(name) - len(ending) :] if ending else ""
    return name.removesuffix(kept), kept[: kept.rindex(".")] if ending not in PLAIN and ending in READABLE else kept
