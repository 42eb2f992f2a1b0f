"""Tables of every kind, with one column of each type that polars and pyarrow have and pandas may lose."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

ENUM = pl.Enum(["AT", "DE", "FR", "never seen"])


def polars_payments(n_rows=400, n_rare=40, seed=0):
    """A polars table with nulls in every column but the target, "fraud" the rare class."""
    rng = np.random.default_rng(seed)
    day, moment = datetime.date(2025, 1, 1), datetime.datetime(2025, 1, 1)

    def some(values):
        return [None if rng.random() < 0.05 else value for value in values]

    def days(n):
        return [datetime.timedelta(days=int(k)) for k in rng.integers(0, 200, n)]

    spans = days(n_rows)
    amounts = rng.lognormal(3, 1, n_rows).round(2)
    columns = {
        "amount": pl.Series(some(amounts.tolist()), dtype=pl.Float64),
        "small": pl.Series(some(rng.random(n_rows).tolist()), dtype=pl.Float32),
        "count": pl.Series(some(rng.integers(0, 40, n_rows).tolist()), dtype=pl.Int64),
        "byte": pl.Series(some(rng.integers(0, 40, n_rows).tolist()), dtype=pl.UInt8),
        "whole": pl.Series(rng.integers(0, 40, n_rows), dtype=pl.Int32),
        "money": pl.Series(some([Decimal(f"{x:.2f}") for x in amounts]), dtype=pl.Decimal(12, 2)),
        "night": pl.Series(some((rng.random(n_rows) < 0.5).tolist()), dtype=pl.Boolean),
        "country": pl.Series(some(rng.choice(["AT", "DE", "FR"], n_rows).tolist()), dtype=ENUM),
        "city": pl.Series(some(rng.choice(["Wien", "Köln", "Aix"], n_rows).tolist()), dtype=pl.Categorical),
        "text": pl.Series(some(rng.choice(["web", "app"], n_rows).tolist()), dtype=pl.String),
        "day": pl.Series(some([day + span for span in spans]), dtype=pl.Date),
        "at": pl.Series(some([moment + span for span in spans]), dtype=pl.Datetime("us", "Europe/Vienna")),
        "clock": pl.Series(some([datetime.time(int(h)) for h in rng.integers(0, 24, n_rows)]), dtype=pl.Time),
        "wait": pl.Series(some(spans), dtype=pl.Duration("ms")),
    }
    labels = np.where(rng.permutation(n_rows) < n_rare, "fraud", "ok")
    return pl.DataFrame({**columns, "label": labels})


def as_kind(table, kind):
    """The same table as pandas, polars or pyarrow."""
    if kind == "polars":
        return table
    arrow = table.to_arrow()
    return arrow if kind == "pyarrow" else arrow.to_pandas()


def rows_of(table):
    """Row values as plain Python objects, None for what is missing, whatever kind of table it is."""
    if isinstance(table, pd.DataFrame):
        table = pa.Table.from_pandas(table, preserve_index=False)
    elif isinstance(table, pl.DataFrame):
        table = table.to_arrow()
    return [{name: None if value != value else value for name, value in row.items()} for row in table.to_pylist()]
