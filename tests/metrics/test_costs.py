"""What a miss and an alert cost: numbers, columns, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from synthbalance.metrics import Costs

X = pd.DataFrame({"amount": [3.0, 4.0], "fee": [1.0, 2.0], "letter": [0.5, 0.5]})


def test_missed_money_comes_from_a_number_or_a_column():
    X = pd.DataFrame({"amount": [3, 4]})
    np.testing.assert_array_equal(Costs(missed=7).missed_of(X), [7.0, 7.0])
    np.testing.assert_array_equal(Costs(missed="amount").missed_of(X), [3.0, 4.0])
    np.testing.assert_array_equal(Costs(missed="amount").missed_of(X.astype("Int64")), [3.0, 4.0])


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ([1.0, np.nan], "found 1 of 2 negative or missing"),
        (pd.array([1, None], dtype="Int64"), "found 1 of 2 negative or missing"),
        ([1.0, -2.0], "found 1 of 2 negative or missing"),
        (["a", "b"], "needs numbers"),
        (pd.to_datetime(["2024-01-01", "2024-01-02"]), "needs numbers, found datetime"),
    ],
)
def test_a_bad_amount_column_is_named(column, words):
    with pytest.raises(ValueError, match=f"costs.missed='amount'.*{words}"):
        Costs(missed="amount").missed_of(pd.DataFrame({"amount": column}))


def test_an_absent_amount_column_is_named_with_those_that_exist():
    with pytest.raises(ValueError, match=r"costs.missed='amount' needs a column .* found 'price', 'day'"):
        Costs(missed="amount").missed_of(pd.DataFrame({"price": [1], "day": [2]}))


@pytest.mark.parametrize(
    "bad", [{"missed": -1}, {"missed": None}, {"missed": np.nan}, {"review": -1}, {"review": None}, {"capacity": -5}]
)
def test_costs_refuse_what_is_no_cost(bad):
    with pytest.raises(ValueError, match=f"{next(iter(bad))}="):
        Costs(**bad)


def test_the_order_and_the_defaults_of_costs_stay():
    assert Costs(7, 2, 50) == Costs(missed=7, review=2, capacity=50)
    assert Costs() == Costs(missed=500.0, review=10.0, capacity=None, admin=None, capacity_per_day=None)


@pytest.mark.parametrize(
    ("costs", "paid"),
    [
        (Costs(review=5), [5, 5]),
        (Costs(review="fee"), [1, 2]),
        (Costs(review=5, admin=1.5), [6.5, 6.5]),
        (Costs(review=5, admin="letter"), [5.5, 5.5]),
        (Costs(review="fee", admin="letter"), [1.5, 2.5]),
    ],
)
def test_an_alert_costs_its_review_and_its_administration(costs, paid):
    np.testing.assert_array_equal(costs.review_of(X), paid)


def test_an_alert_has_one_price_where_no_column_is_named():
    assert Costs(review=5, admin=2).one_price
    assert not Costs(review="fee").one_price and not Costs(admin="letter").one_price


@pytest.mark.parametrize("name", ["missed", "review", "admin"])
@pytest.mark.parametrize("column", [[1.0, np.nan], [1.0, -2.0]])
def test_a_bad_column_is_named_with_what_it_is_for(name, column):
    costs = Costs(**{name: "paid"})
    of = costs.missed_of if name == "missed" else costs.review_of
    with pytest.raises(
        ValueError, match=f"costs.{name}='paid' needs an amount of 0 or more in every row, found 1 of 2"
    ):
        of(pd.DataFrame({"paid": column}))
    with pytest.raises(ValueError, match=f"costs.{name}='paid' needs a column of that name, found 'amount'"):
        of(X)


@pytest.mark.parametrize("name", ["capacity", "capacity_per_day"])
def test_no_possible_review_is_refused(name):
    with pytest.raises(ValueError, match=f"{name}=0 needs to be above 0: with no review possible nothing .*None"):
        Costs(**{name: 0})


@pytest.mark.parametrize("bad", [{"admin": -1}, {"admin": True}, {"capacity_per_day": -2}, {"capacity_per_day": "x"}])
def test_what_is_no_money_and_no_number_of_reviews_is_refused(bad):
    with pytest.raises(ValueError, match=f"{next(iter(bad))}="):
        Costs(**bad)
