"""Types that parquet and feather know and numpy does not: read, reckoned with, and written as what they were."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

import synthbalance as sb
from synthbalance._errors import DataWarning
from synthbalance.datasets import read_table
from synthbalance.report import write_tables
from synthbalance.table import types_of

DAY = datetime.date(2025, 3, 1)
DAYS = [DAY, None, datetime.date(1, 1, 1), datetime.date(9999, 12, 31)]
ENDINGS = ["parquet", "feather"]


def written(folder, ending, **columns):
    table, path = pa.table(columns), folder / f"a.{ending}"
    parquet.write_table(table, path) if ending == "parquet" else feather.write_feather(table, path)
    return path


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", [pa.date32(), pa.date64()])
@pytest.mark.parametrize("dates", [None, False])
def test_days_become_moments_of_any_year_whatever_is_done_to_text(tmp_path, ending, kind, dates, recwarn):
    path = written(tmp_path, ending, day=pa.array(DAYS, kind), n=range(4))
    for more in ({}, {"columns": ["day"]}, {"rows": 4}):
        day = read_table(path, dates=dates, **more)["day"]
        assert day.dtype == "datetime64[s]"
        assert [None if one is pd.NaT else one.date() for one in day] == DAYS
    assert not recwarn.list


def test_a_day_beyond_the_years_of_python_is_a_moment_too(tmp_path):
    path = written(tmp_path, "parquet", day=pa.array([10_000_000, None], pa.int32()).cast(pa.date32()), n=[1, 2])
    assert read_table(path)["day"].dt.year.tolist()[0] == 29349


def test_days_without_a_value_are_an_empty_column_of_moments(tmp_path):
    assert read_table(written(tmp_path, "parquet", day=pa.nulls(2, pa.date32()), n=[1, 2]))["day"].dtype.kind == "M"


def test_days_of_all_parts_of_a_folder_are_moments(tmp_path):
    for name, days in (("a", pa.nulls(2)), ("b", pa.array(DAYS[:2]))):
        parquet.write_table(pa.table({"day": days, "n": [1, 2]}), tmp_path / f"{name}.parquet")
    assert read_table(tmp_path)["day"].tolist()[2] == pd.Timestamp(DAY)


def test_days_in_the_index_and_objects_of_pandas_are_moments(tmp_path):
    frame = pd.DataFrame({"day": [DAY, None], "n": [1, 2]}, index=pd.Index([DAY, DAY], name="paid"))
    frame.to_parquet(tmp_path / "a.parquet")
    assert [dtype.kind for dtype in read_table(tmp_path / "a.parquet")[["day", "paid"]].dtypes] == ["M", "M"]


def test_days_that_pandas_wrote_as_days_stay_what_they_were(tmp_path):
    frame = pd.DataFrame({"day": pd.array([DAY, None], dtype=pd.ArrowDtype(pa.date32())), "n": [1, 2]})
    frame.to_parquet(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(read_table(tmp_path / "a.parquet"), frame)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_dictionary_only_packs_days_and_decimals(tmp_path, ending):
    money = pa.array([Decimal("1.50"), None], pa.decimal128(9, 2))
    columns = {"day": pa.array(DAYS[:2]).dictionary_encode(), "money": money.dictionary_encode()}
    frame = read_table(written(tmp_path, ending, **columns, city=pa.array(["x", "y"]).dictionary_encode()))
    assert frame["day"][0] == pd.Timestamp(DAY) and frame["money"][0] == 1.5
    assert isinstance(frame["city"].dtype, pd.CategoricalDtype)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", [pa.decimal128(10, 2), pa.decimal256(50, 2)])
def test_decimals_of_up_to_15_digits_are_floats(tmp_path, ending, kind):
    money = read_table(written(tmp_path, ending, money=pa.array([Decimal("1.50"), None], kind), n=[1, 2]))["money"]
    assert money.dtype == np.float64 and money[0] == 1.5 and np.isnan(money[1])


def test_longer_decimals_keep_every_digit_and_it_is_said(tmp_path):
    long = Decimal("12345678901234567890.12")
    frame = read_table(written(tmp_path, "parquet", money=[long, None], n=[1, 2]))
    assert frame["money"][0] == long
    assert frame.attrs["assumed"] == ["decimals too long to be exact as floats left as they are in money"]


def test_decimals_are_narrowed_like_floats(tmp_path):
    path = written(tmp_path, "parquet", money=[Decimal("1.50"), None], n=[1, 2])
    assert read_table(path, float32=True)["money"].dtype == np.float32


@pytest.fixture
def payments(tmp_path):
    """A parquet file with a day and a sum of money, as a warehouse writes it."""
    rng, first = np.random.default_rng(0), datetime.date(2025, 1, 1)
    n = 600
    columns = {
        "day": pa.array([first + datetime.timedelta(days=int(k)) if k else None for k in rng.integers(0, 300, n)]),
        "money": pa.array([Decimal(int(k)).scaleb(-2) for k in rng.integers(100, 90_000, n)], pa.decimal128(12, 2)),
        "amount": rng.random(n),
        "fraud": (np.arange(n) % 12 == 0).astype(int),
    }
    return written(tmp_path, "parquet", **columns)


def balanced(path, **settings):
    split = sb.split_holdout(read_table(path), target="fraud", random_state=0, **settings)
    model = sb.default_model(n_estimators=5, n_jobs=1)
    return sb.Experiment(split, model=model, seeds=1).run(sb.SMOTESampler(sampling_strategy=0.4, random_state=0))


@pytest.mark.parametrize("ending", ENDINGS)
def test_days_and_decimals_go_out_as_what_they_came_in_as(payments, tmp_path, ending):
    run = balanced(payments)
    made = run.balanced()
    assert made["day"].dtype == "datetime64[s]" and (made["day"].dropna().dt.hour == 0).all()
    path = run.write_balanced(tmp_path / f"b.{ending}", rows_per_block=100)
    table = (parquet if ending == "parquet" else feather).read_table(path)
    assert [table.schema.field(name).type for name in ("day", "money")] == [pa.date32(), pa.decimal128(12, 2)]
    again = read_table(path)
    pd.testing.assert_series_equal(again["day"], made["day"].reset_index(drop=True))
    np.testing.assert_allclose(again["money"], made["money"], atol=0.0051)


def test_days_go_out_as_days_in_text(payments, tmp_path):
    path = balanced(payments).write_balanced(tmp_path / "b.csv")
    assert pd.read_csv(path)["day"].dropna().str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()


def test_values_that_are_no_days_or_round_sums_any_more_are_written_whole(payments, tmp_path):
    frame = read_table(payments)
    frame["day"] += pd.Timedelta(hours=1)
    frame["money"] /= 3
    write_tables({tmp_path / "b.parquet": frame})
    schema = parquet.read_schema(tmp_path / "b.parquet")
    assert pa.types.is_timestamp(schema.field("day").type) and schema.field("money").type == pa.float64()
    np.testing.assert_array_equal(read_table(tmp_path / "b.parquet")["money"], frame["money"])


@pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")
def test_a_split_by_a_column_of_days_is_in_their_order(tmp_path):
    days = pa.array([DAY + datetime.timedelta(days=k) for k in range(400)])
    path = written(tmp_path, "parquet", day=days, amount=np.arange(400.0) % 7, fraud=np.arange(400) % 10 == 0)
    split = sb.split_holdout(read_table(path), target="fraud", time="day", gap="3D")
    assert split.train.time.max() + pd.Timedelta(days=3) <= split.validation.time.min()


def test_a_note_of_types_of_another_file_is_taken_off(tmp_path):
    frame = pd.DataFrame({"day": pd.to_datetime(["2025-01-01", "2025-01-02"]), "n": [1, 2]})
    frame.attrs["stored"] = {"day": "date32[day]", "n": "rubbish", "gone": "date32[day]"}
    frame.to_parquet(tmp_path / "a.parquet")
    assert "stored" not in read_table(tmp_path / "a.parquet").attrs
    write_tables({tmp_path / "b.parquet": frame})
    assert parquet.read_schema(tmp_path / "b.parquet").field("n").type == pa.int64()


@pytest.mark.parametrize("ending", ENDINGS)
def test_durations_times_and_bytes_are_read_as_the_kit_knows_them(tmp_path, ending):
    wait, clock = [datetime.timedelta(1), None], [datetime.time(1, 2), None]
    frame = read_table(written(tmp_path, ending, wait=wait, clock=clock, raw=[b"a", None], n=[1, 2]))
    assert frame["wait"].dtype.kind == "m"
    assert frame["clock"].tolist() == clock and frame["raw"].tolist() == [b"a", None]


@pytest.mark.parametrize("rows", [None, 70])
def test_a_wide_table_is_the_same_in_blocks_of_columns(tmp_path, rows, recwarn):
    values = np.random.default_rng(0).random((200, 20))
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame(values, columns=[f"v{i}" for i in range(20)]).assign(text="x", n=range(200))
    frame.to_parquet(path, row_group_size=30)
    pd.testing.assert_frame_equal(read_table(path, rows=rows), frame[:rows])
    assert [one.category for one in recwarn.list] == ([DataWarning] if rows else [])


@pytest.mark.parametrize("kind", [pa.decimal128(9, 2), pa.decimal256(50, 2), pa.decimal128(9, 0), pa.decimal128(5, -2)])
def test_decimals_of_every_width_and_scale_go_out_as_they_came(tmp_path, kind):
    money = pa.array([1500, None, -300], pa.int64()).cast(pa.decimal128(19, 0)).cast(kind)
    path = written(tmp_path, "feather", money=money, n=[1, 2, 3])
    (again,) = write_tables({tmp_path / "b.feather": read_table(path)})
    assert feather.read_table(again)["money"].combine_chunks().equals(money)


def test_a_date64_is_one_again_where_the_file_knows_it(tmp_path):
    path = written(tmp_path, "feather", day=pa.array(DAYS, pa.date64()), n=range(4))
    (again,) = write_tables({tmp_path / "b.feather": read_table(path)})
    assert feather.read_table(again)["day"].type == pa.date64()


def test_a_note_of_types_does_not_get_in_the_way_of_any_table(tmp_path):
    frame = pd.DataFrame([[1.0, 2.0], [3.0, 4.0]], columns=["a", "a"])
    for noted in ({"a": "decimal128(9, 2)"}, "rubbish", {"a": 3}, {"a": "decimal128(900, 2)"}, {"b": "date32[day]"}):
        frame.attrs["stored"] = noted
        assert types_of(frame) == {}
        assert types_of(frame.set_axis(["a", "c"], axis=1)) in ({}, {"a": pa.decimal128(9, 2)})
