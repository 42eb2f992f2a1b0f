"""One cluster of two worker processes for the whole folder, and small tables."""

import functools
import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb

pytest.importorskip("distributed", reason="sb.scale needs the extra: pip install 'synthbalance[scale]'")


@pytest.fixture(scope="session", autouse=True)
def small_guard():
    """The model that a given one is held against has few trees here."""
    small = functools.partial(sb.default_model, n_estimators=25)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("synthbalance.scale._train.default_model", small)
        patch.setattr("synthbalance.experiment._guard.default_model", small)
        yield


@pytest.fixture(scope="session")
def client():
    """A client of two workers with one thread each, in processes of their own."""
    from distributed import Client

    with sb.scale.local_cluster(2, 1) as cluster, Client(cluster, set_as_default=False) as client:
        yield client


@pytest.fixture(scope="session")
def payments():
    """Payments with a column of text; 60 of 3,000 are fraud."""
    data = sb.load_transactions(n_rows=3000, fraud_rate=0.02)
    data["purpose"] = as_text(np.where(np.arange(len(data)) % 3 == 0, "rent", "food"))
    return data


@pytest.fixture(scope="session")
def partitions(payments):
    """The payments in four partitions."""
    return in_partitions(payments, 4)


@pytest.fixture(scope="session")
def split(client, partitions):
    """The payments on Dask, split."""
    return quiet_split(partitions, client)


@pytest.fixture(scope="session")
def one_machine(payments):
    """The payments in memory, split."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        return sb.split_holdout(payments, target="is_fraud")


def as_text(values):
    """Text in the dtype that Dask makes of any."""
    return pd.array(values, dtype="string[pyarrow]")


def in_partitions(data, n):
    """A table as a Dask DataFrame."""
    import dask.dataframe as dd

    return dd.from_pandas(data, npartitions=n, sort=False)


def quiet_split(data, client, target="is_fraud", **settings):
    """A split without its warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        return sb.scale.split_holdout(data, target, client=client, **settings)
