"""The fetched card payments: checked, kept, read again; a clear word without a network. No test downloads."""

import urllib.error
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.datasets import _creditcard as c
from synthbalance.table import source_of

SMALL = c._Expected(n_rows=40, n_frauds=3)


@pytest.fixture
def published():
    """A small table of the published form, as OpenML gives it: Class is a category of texts."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.standard_normal((40, 29)), columns=c._FEATURES)
    return frame.assign(Class=pd.Categorical(["1"] * 3 + ["0"] * 37))


def unreachable():
    raise urllib.error.URLError("Name or service not known")


def test_the_table_is_downloaded_once_and_read_from_disk_afterwards(tmp_path, published):
    first = c._load(tmp_path / "new", SMALL, lambda: published)
    again = c._load(tmp_path / "new", SMALL, unreachable)
    pd.testing.assert_frame_equal(first, again)
    assert sorted(each.name for each in (tmp_path / "new").iterdir()) == ["creditcard.hash", "creditcard.parquet"]
    assert first["Class"].dtype == np.int8


@pytest.mark.parametrize("save", ["creditcard.csv", "creditcard.parquet"])
def test_a_file_put_there_by_hand_is_used(tmp_path, published, save):
    by_hand = published.assign(Time=np.arange(40.0), Class=published["Class"].astype(int)).sample(frac=1, axis=1)
    write = by_hand.to_csv if save.endswith("csv") else by_hand.to_parquet
    write(tmp_path / save, index=False)
    frame = c._load(tmp_path, SMALL, unreachable)
    assert frame.columns.tolist() == ["Time", *c._FEATURES, "Class"]
    assert (tmp_path / "creditcard.parquet").is_file()
    pd.testing.assert_frame_equal(frame, c._load(tmp_path, SMALL, unreachable))


def test_without_a_network_the_error_names_folder_file_and_ways_out(tmp_path):
    with pytest.raises(ConnectionError) as caught:
        c._load(tmp_path, SMALL, unreachable)
    for part in (str(tmp_path), str(tmp_path / "creditcard.csv"), "creditcard.parquet", "by hand", "load_transactions"):
        assert part in str(caught.value)
    assert isinstance(caught.value.__cause__, urllib.error.URLError)
    assert list(tmp_path.iterdir()) == []


def test_the_public_function_fails_the_same_way(tmp_path, monkeypatch):
    monkeypatch.setattr(c, "fetch_openml", lambda **_: unreachable())
    with pytest.raises(ConnectionError, match="could not be downloaded"):
        sb.fetch_creditcard(data_home=tmp_path)


def test_the_public_function_asks_openml_for_table_1597(tmp_path, monkeypatch):
    asked = {}

    def fetch_openml(**options):
        asked.update(options)
        return unreachable()

    monkeypatch.setattr(c, "fetch_openml", fetch_openml)
    with pytest.raises(ConnectionError):
        sb.fetch_creditcard(tmp_path)
    assert asked["data_id"] == 1597


def test_the_call_is_noted_with_the_folder_as_given(tmp_path, monkeypatch, published):
    monkeypatch.setattr(c, "_Expected", lambda: SMALL)
    monkeypatch.setattr(c, "_download", lambda: published)
    assert source_of(sb.fetch_creditcard(tmp_path))["call"] == f"sb.fetch_creditcard(data_home={str(tmp_path)!r})"


def test_the_default_folder_is_in_the_data_home_of_scikit_learn(tmp_path, monkeypatch, published):
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    monkeypatch.setattr(c, "_Expected", lambda: SMALL)
    monkeypatch.setattr(c, "_download", lambda: published)
    assert source_of(sb.fetch_creditcard())["call"] == "sb.fetch_creditcard()"
    assert (tmp_path / "synthbalance" / "creditcard.parquet").is_file()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.iloc[:-1], "40 rows with 3 frauds, but has 39 with 3"),
        (lambda t: t.assign(Class="0"), "but has 40 with 0"),
        (lambda t: t.drop(columns="V7"), r"missing \['V7'\]"),
        (lambda t: t.assign(extra=1), r"extra \['extra'\]"),
        (lambda t: t.assign(V1=np.nan), "no missing values"),
        (lambda t: t.assign(V1="x"), "numbers only"),
        (lambda t: t.assign(Class="2"), "a Class of 0 or 1"),
    ],
)
def test_a_table_that_is_not_the_published_one_is_refused_and_not_kept(tmp_path, published, change, message):
    with pytest.raises(ValueError, match=message):
        c._load(tmp_path, SMALL, lambda: change(published))
    assert list(tmp_path.iterdir()) == []


def test_content_that_changed_since_it_was_first_seen_is_refused(tmp_path, published):
    frame = c._load(tmp_path, SMALL, lambda: published)
    frame.assign(V3=frame["V3"] + 1e-9).to_parquet(tmp_path / "creditcard.parquet")
    with pytest.raises(ValueError, match=r"the file has changed\. Delete 'creditcard.parquet'"):
        c._load(tmp_path, SMALL, unreachable)


def test_a_damaged_file_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "creditcard.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(ValueError, match=r"cannot be read .* Delete it"):
        c._load(tmp_path, SMALL, unreachable)


def test_a_folder_that_cannot_be_written_costs_a_warning_only(tmp_path, published):
    (tmp_path / "file").write_text("in the way")
    with pytest.warns(sb.DataWarning, match="could not be kept for next time"):
        frame = c._load(tmp_path / "file", SMALL, lambda: published)
    assert len(frame) == 40


def test_a_data_home_that_is_no_folder_name_is_refused():
    with pytest.raises(ValueError, match="data_home needs a folder"):
        sb.fetch_creditcard(data_home=3)


def test_home_is_understood(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert c._folder("~/cards") == Path(tmp_path) / "cards"
