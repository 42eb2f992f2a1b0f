"""Parquet, one file or a folder of them: what it holds, and its rows piece by piece, row group by row group."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow
from pyarrow import parquet, types

from synthbalance.datasets._assumed import listed

_BATCH, _BUFFER = 1 << 17, 1 << 16
_WAY_OUT = "It may be cut off or of another kind; write or copy it again."


@dataclass(frozen=True)
class ParquetTable:
    """Files that are one table.

    Attributes
    ----------
    files : list of pathlib.Path
    schema : pyarrow.Schema
        Of the first; a column without a value there has the type that another file gives it.
    counts : list of int
        Rows of each file.
    rows_at_once : int
        Rows of a batch of `pieces` at most.
    """

    files: list
    schema: pyarrow.Schema
    counts: list
    rows_at_once: int

    @classmethod
    def of(cls, path, columns=None):
        """Open every file's footer, and refuse files that do not fit together.

        Parameters
        ----------
        path : pathlib.Path
            A file, or a folder of ``.parquet`` files.
        columns : list of str, optional
            Only these have to be the same in all files.

        Raises
        ------
        ValueError
            If a file is damaged, or has other columns or types than the first; file and column are named.
        """
        files = parquet_files(path) if path.is_dir() else [path]
        footers = [_footer(file) for file in files]
        schemas = [_wide_codes(schema) if len(files) > 1 else schema for schema, _, _ in footers]
        schema = schemas[0]
        check_names(schema, files[0])
        for file, other in zip(files[1:], schemas[1:], strict=True):
            schema = _fitting(schema, other, files[0], file, columns)
        largest = max(largest for *_, largest in footers)
        return cls(files, schema, [n_rows for _, n_rows, _ in footers], min(largest, _BATCH))

    def pieces(self, blocks, limit):
        """The rows, file by file, of one block of columns after the other.

        Parameters
        ----------
        blocks : list of list of str
            Columns that are read together.
        limit : int
            Rows from the top.

        Yields
        ------
        int, pyarrow.RecordBatch
            The place of its first row in the table, and the batch.

        Raises
        ------
        ValueError
            If a row group is damaged; file, row group and column are named.
        """
        first = 0
        for file, n_rows in zip(self.files, self.counts, strict=True):
            if first >= limit:
                return
            with _opened(file) as whole:
                for names in blocks:
                    wanted = pyarrow.schema([self.schema.field(name) for name in names], self.schema.metadata)
                    for place, batch in _rows(whole, file, names, limit - first):
                        yield first + place, batch.select(names).cast(wanted)
            first += n_rows

    def more_than(self, limit):
        """Whether there are more rows."""
        return self.n_rows > limit

    @property
    def n_rows(self):
        """Rows of all files."""
        return sum(self.counts)


def parquet_files(folder):
    """The ``.parquet`` files of a folder, part 2 before part 10; hidden ones and those of engines (``_x``) left out.

    Raises
    ------
    ValueError
        If such files lie in folders within it, as those of a partitioned table do, or it is a Delta table.
    """
    if (folder / "_delta_log").is_dir():
        raise ValueError(
            f"path needs plain parquet files, {str(folder)!r} is a Delta table, whose files hold deleted rows as well. "
            f"Read it by the package deltalake and pass the DataFrame."
        )
    files = [each for each in folder.iterdir() if _is_part(each) and each.is_file()]
    deeper = [each for depth in ("*/*", "*/*/*") for each in folder.glob(f"{depth}.parquet") if _is_part(each)]
    deeper = [each for each in deeper if not each.relative_to(folder).parts[0].startswith((".", "_"))]
    if deeper:
        raise ValueError(
            f"path needs a folder whose parquet files lie side by side, {str(folder)!r} holds "
            f"{str(deeper[0].relative_to(folder))!r} as well. Read a partitioned table by "
            f"pyarrow.dataset.dataset(path, partitioning='hive').to_table(), which gives its folders as columns."
        )
    if not files:
        raise ValueError(
            f"path needs a folder of parquet files, those of {str(folder)!r} are all hidden or of an engine."
        )
    return sorted(files, key=lambda file: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", file.name)])


@contextmanager
def told_as_damage(file, where=""):
    """Errors of a reader as one sentence that names the file, and `where` in it."""
    try:
        yield
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ValueError(
            f"{str(file)!r} is no readable {Path(file).suffix.lower()[1:]} file{where} ({reason}). {_WAY_OUT}"
        ) from error


def _is_part(file):
    return file.suffix.lower() == ".parquet" and not file.name.startswith((".", "_"))


def _footer(file):
    """Schema, number of rows, and those of the largest row group."""
    with told_as_damage(file), parquet.ParquetFile(file) as whole:
        groups = [whole.metadata.row_group(group).num_rows for group in range(whole.num_row_groups)]
        return whole.schema_arrow, whole.metadata.num_rows, max(groups, default=0)


@contextmanager
def _opened(file):
    """Checksums of pages are looked at where a file has them; of each column no more than a buffer is read ahead."""
    with told_as_damage(file):
        whole = parquet.ParquetFile(file, page_checksum_verification=True, pre_buffer=False, buffer_size=_BUFFER)
    with whole:
        yield whole


def _rows(whole, file, names, limit):
    """Record batches of some columns, and where in the file they begin."""
    first = 0
    for group in range(whole.num_row_groups):
        if first >= limit:
            return
        last = first + whole.metadata.row_group(group).num_rows
        for batch in _batches(whole, file, group, names, min(_BATCH, limit - first)):
            yield first, batch.slice(0, limit - first)
            first += batch.num_rows
            if first >= limit:
                return
        first = last


def _batches(whole, file, group, names, at_once):
    """One row group; where it cannot be read, the column that is the reason is looked for."""
    try:
        yield from whole.iter_batches(at_once, row_groups=[group], columns=names)
    except (pyarrow.ArrowException, OSError, ValueError):
        where = f", row group {group + 1} of {whole.num_row_groups}"
        for name in names:
            with told_as_damage(file, f"{where}, column {name!r}"):
                whole.read_row_group(group, columns=[name])
        with told_as_damage(file, where):
            raise


def _wide_codes(schema):
    """Categories with codes that are wide enough for those of all files together."""
    for place, field in enumerate(schema):
        if types.is_dictionary(field.type):
            kind = pyarrow.dictionary(pyarrow.int32(), field.type.value_type, field.type.ordered)
            schema = schema.set(place, field.with_type(kind))
    return schema


def check_names(schema, file):
    """Refuse a table with a column name that comes twice."""
    twice = sorted({name for name in schema.names if schema.names.count(name) > 1})
    if twice:
        raise ValueError(
            f"{str(file)!r} needs each column name once, {listed(list(map(repr, twice)))} comes more than once. "
            f"Write it again with other names."
        )


def _fitting(schema, other, first, file, columns):
    names, others = (
        one.names if columns is None else [n for n in columns if n in one.names] for one in (schema, other)
    )
    for holder, lacking, missing in (
        (first, file, [name for name in names if name not in others]),
        (file, first, [name for name in others if name not in names]),
    ):
        if missing:
            raise ValueError(
                f"{str(lacking)!r} has no column {listed(list(map(repr, missing)))}, which {holder.name!r} of the same "
                f"folder has. Write both with the same columns, or pass columns= with those that all files have."
            )
    for name in names:
        mine, its = schema.field(name).type, other.field(name).type
        if types.is_null(mine):
            schema = schema.set(schema.get_field_index(name), other.field(name))
        elif not _alike(mine, its):
            raise ValueError(
                f"{str(file)!r} holds {its} in column {name!r}, {first.name!r} of the same folder holds {mine}. "
                f"Write both with the same type, or pass columns= without it."
            )
    return schema


def _alike(mine, its):
    """The same type, no value at all, or texts that are stored in another way."""
    return its == mine or types.is_null(its) or (_is_text(mine) and _is_text(its))


def _is_text(kind):
    return types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
