"""What a wrong rule in code is told: where it stands, what it needs, what came, and the way out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthbalance.samplers._rules.casting import Casting
from synthbalance.samplers._rules.place import Place, RuleError
from synthbalance.samplers._rules.play import play
from synthbalance.samplers._rules.table import Table
from synthbalance.samplers._rules.words import GENERAL, SCENARIO, VERBS
from synthbalance.samplers.rules import RuleSampler
from synthbalance.table import TableEncoder, check_table
from tests.samplers.rule_tables import made, payments

AT = r"rules\[0\]\.set\['{}'\] of scenario 'one' "


def at(column):
    return AT.format(column)


@pytest.mark.parametrize(
    ("column", "rule", "words"),
    [
        ("amuont", 1, at("amuont") + r"needs a column of X, got 'amuont'. Did you mean 'amount'\?"),
        (("a", 1), 1, "needs a column of X, got"),
        ("amount", {"range": [5, 1]}, at("amount") + r"needs low <= high, got \(5, 1\). Swap the two."),
        ("amount", {"range": [5]}, r"\.set\['amount'\]\.range of scenario 'one' needs a pair \[low, high\], got \[5\]"),
        ("amount", {"range": [1, None]}, "needs two numbers"),
        ("amount", {"range": [np.nan, 1]}, "needs two numbers"),
        ("amount", {"range": [0, 9], "log": True}, "needs numbers above 0 with 'log'"),
        ("amount", {"range": [1, np.inf]}, "needs a number for column 'amount', got inf"),
        ("amount", {"rnage": [1, 5]}, r"needs one of value, choice, .*Did you mean 'range'\?"),
        ("amount", {"range": [1, 5], "scale": 2}, "needs one of value, choice"),
        ("amount", {"range": [1, 5], "by": 2}, "needs keys among range, log, rising, share, .*, got 'by'"),
        ("amount", "12", r"needs a number for column 'amount', got '12'. Take the quotes away."),
        ("amount", True, "needs a number for column 'amount', got True. YAML reads yes, no"),
        ("amount", [], at("amount") + "needs at least one rule"),
        ("amount", {"quantile": [0.9, 1.1]}, "quantile of scenario 'one' needs a share from 0 to 1, got 1.1"),
        ("amount", {"quantile": [0.9, 0.1]}, "needs low <= high"),
        ("amount", {"quantile": [0, 1], "of": "frauds"}, "of of scenario 'one' needs one of 'rare', 'others', 'all'"),
        ("gone", {"quantile": [0, 1]}, r"needs a column of kind int or .* \('gone' is empty\), got 'quantile'"),
        ("gone", 3, "needs a column with values, got 3. All of 'gone' is missing"),
        ("gone", {"seen": "all"}, "needs a value of 'gone' among the all rows, all are missing"),
        ("amount", {"choice": [1, 2], "weights": [1, -1]}, "weights of scenario 'one' needs 2 weights of at least 0"),
        ("amount", {"choice": [1, 2], "weights": [1]}, "needs 2 weights"),
        ("amount", {"choice": [1, 2], "weights": [0, 0]}, "needs 2 weights"),
        ("amount", {"choice": []}, "needs a list with at least one value"),
        ("amount", {"scale": "2"}, "needs a number, got '2'. Take the quotes away."),
        ("amount", {"times": "fee"}, r"needs 'by' beside 'times'.* Add by: \.\.\."),
        ("amount", {"times": "at", "by": 2}, "needs a column like 'amount' .float., 'at' is datetime64"),
        ("amount", {"times": "free", "by": 2}, r"got 'free'. Did you mean 'fee'\?"),
        ("amount", {"shift": "2h"}, "needs a number, got '2h'"),
        ("amount", {"rising": [1, 2], "value": 3}, "needs a scenario with a 'burst', got 'rising'"),
        ("amount", {"value": 3, "only": "later"}, "needs a scenario with a 'burst', got 'only'"),
        ("amount", {"value": 3, "share": 2}, "share of scenario 'one' needs a share from 0 to 1, got 2"),
        ("amount", {"value": 3, "keep": "zeros"}, "keep of scenario 'one' needs one of 'missing', 'atoms'"),
        ("amount", {"donor": "web"}, "needs a name under 'donors', got 'web'"),
        ("amount", {"follow": "amount"}, "needs another column to follow"),
        ("count", 2.5, r"needs a whole number from .* for column 'count' \(int64\), got 2.5"),
        ("small", 128, "needs a whole number from -128 to 127"),
        ("small", {"range": [0, 10**400]}, "needs a whole number for column 'small'"),
        ("count", None, "needs a value, got None. 'count' holds int64, which knows no missing value"),
        ("count", {"part": "hour", "from": "amount"}, "needs a date column under 'from', got 'amount'. It is float."),
        ("count", {"earlier": "rows", "within": "24h"}, "needs a scenario with a 'burst', got 'earlier'"),
        ("count", {"elapsed": "years"}, "needs one of 'seconds', 'minutes', 'hours', 'days', got 'years'"),
        ("channel", "wbe", "needs a value that column 'channel' has, got 'wbe'. Did you mean 'web'?"),
        ("channel", False, "got False. YAML reads yes, no, on and off as true and false"),
        ("channel", {"range": [1, 5]}, r"\('channel' is category\), got 'range'. Use 'value', 'choice' or 'seen'"),
        ("channel", {"copy": "country"}, "needs a value that column 'channel' has, got '(DE|FR|US)'"),
        ("country", "IT", "got 'IT'. There are '.*', '.*', '.*'. A new one must first be a category"),
        ("country", {"copy": "amount"}, "needs a column like 'country' .text."),
        ("known", "yes", "needs true or false for column 'known', got 'yes'"),
        ("never", {"seen": "all", "different": True}, r"needs two values of 'never' to differ, got \[0\]"),
        ("at", "tomorrow-ish", "needs a date or time for column 'at', got 'tomorrow-ish'. Write"),
        ("at", "2025-03-01 12:00+02:00", "without a time zone"),
        ("at", 5, "needs a date or time for column 'at', got 5"),
        ("at", {"copy": "local"}, "needs a column like 'at' .datetime."),
        ("wait", "soon", "needs a duration, got 'soon'"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_told_in_one_sentence(column, rule, words):
    with pytest.raises(ValueError, match=words):
        made({"set": {column: rule}})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wieght": 2}, r"rules\[0\] of scenario 'one' needs keys among .*got 'wieght'. Did you mean 'weight'\?"),
        ({"weight": 0}, r"rules\[0\].weight of scenario 'one' needs a number above 0, got 0"),
        ({"weight": -1}, "needs a number above 0, got -1"),
        ({"label": 7}, r"label of scenario 'one' needs one of the classes \[0, 1\], got 7"),
        ({"base": "fraud"}, "base of scenario 'one' needs one of 'rare', 'others', got 'fraud'"),
        ({"where": {"amount": {"above": 1e9}}}, "needs at least one real row of class 1 to start from, none meets"),
        ({"where": {"country": {"above": "DE"}}}, r"needs a column with an order \('country' holds .*\), got 'above'"),
        ({"where": {"country": {"is": None}}}, "needs a value to compare with, got None. Write {'missing': true}"),
        ({"where": {"country": {"like": "D"}}}, "needs keys among is, not, in"),
        ({"where": {"country": {"in": "DE"}}}, "needs a list with at least one value, got 'DE'"),
        ({"donors": {"web": {"of": "all", "where": {"amount": -1}}}}, r"donors\['web'\] of scenario 'one' needs at"),
        ({"burst": {"size": 0}}, "size of scenario 'one' needs whole numbers from 1 to 1000, got 0"),
        ({"burst": {"size": [2, 2.5]}}, "needs whole numbers from 1 to 1000"),
        ({"burst": {"gap": 5}}, "size of scenario 'one' needs a number, got None"),
        ({"burst": {"size": 3, "gap": [-5, 5]}}, "gap of scenario 'one' needs durations of at least 0"),
        ({"burst": {"size": 3, "time": "country"}}, "time of scenario 'one' needs a date or number column, got"),
        ({"burst": {"size": 3, "same": "customer"}}, "needs 'all' or a list of columns, got 'customer'"),
        ({"burst": {"size": 3, "same": ["custmer"]}}, r"got 'custmer'. Did you mean 'customer'\?"),
        ({"when": {"if": {}}}, "needs a list of {'if': ..., 'set': ...}"),
        ({"when": [{"if": {}, "set": {"fee": 1}}]}, "needs a condition under 'if', got {}"),
        ({"when": [{"if": {"fee": 1}, "set": {"fee": "x"}}]}, r"rules\[0\]\.when\[0\]\.set\['fee'\] of scenario"),
        ({"set": {"fee": {"copy": "amount"}, "amount": {"copy": "fee"}}}, "'fee' reads 'amount' reads 'fee'"),
        ({"set": [1]}, r"rules\[0\].set of scenario 'one' needs rules such as"),
    ],
)  # fmt: skip
def test_a_wrong_scenario_is_told_in_one_sentence(change, words):
    with pytest.raises(ValueError, match=words):
        made({"set": {}, **change})


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([], r"rules needs a list of scenarios, at least one, got \[\]"),
        ([1], r"rules\[0\] needs a scenario with a name, got 1"),
        ([{"set": {}}], r"rules\[0\] needs a name, got None"),
        ([{"name": 3}], r"rules\[0\].name needs a name, got 3"),
        ({"scenarios": {}}, "rules.scenarios needs a list of scenarios"),
        ({"scenarios": [], "version": 1}, "rules needs keys among scenarios, got 'version'"),
        ([{"name": "a"}, {"name": "a"}], r"rules\[1\] of scenario 'a' needs a name of its own"),
        ([{"typology": "card tasting"}], r"rules\[0\]: typology needs one of 'card testing'"),
        ([{"typology": "card testing", "columns": {"sum": "amount"}}], "columns needs names among amount, time"),
        ([{"typology": "card testing", "set": {}}], "needs keys among typology, columns, name"),
        ([{"typology": "card testing", "columns": {"time": None}}], "needs columns for amount with one of"),
    ],
)
def test_a_wrong_list_is_told_in_one_sentence(rules, words):
    with pytest.raises(ValueError, match=words):
        RuleSampler(rules=rules).fit(*payments())


def test_rules_are_checked_even_where_no_row_is_asked_for():
    with pytest.raises(ValueError, match="needs a column of X"):
        RuleSampler(rules=[{"name": "a", "set": {"b": 1}}], sampling_strategy={1: 20}).fit(*payments())


def test_a_wrong_type_of_rules_is_refused_by_the_parameter_check():
    with pytest.raises(ValueError, match="'rules' parameter of RuleSampler must be"):
        RuleSampler(rules=3).fit(*payments())


FRAME, Y = payments()
TABLE = Table(FRAME, Y.to_numpy(), TableEncoder().fit(FRAME, Y.to_numpy()))
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**400), 10**400), st.floats(), st.text(max_size=5),
    st.sampled_from(["amount", "channel", "at", "web", "rare", "all", "rows", "24h", "2025-01-01", "hour"]),
)  # fmt: skip
NESTED = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from([*VERBS, *GENERAL, "by", "of", "within", "from", "is", "above"]), inner, max_size=3
        ),
        st.dictionaries(st.sampled_from(list(FRAME)), inner, max_size=2),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(
    scenario=st.dictionaries(st.sampled_from(SCENARIO), NESTED, max_size=4),
    column=st.sampled_from(list(FRAME)),
    rule=NESTED,
)
def test_whatever_is_written_down_plays_or_is_a_rule_error(scenario, column, rule):
    for one in ({"name": "a", **scenario}, {"name": "a", "burst": {"size": 2}, "set": {column: rule}}):
        try:
            scenarios = Casting([one], Place(), TABLE, [], 1).scenarios(1)
            rows = play(scenarios, TABLE, 12, np.random.default_rng(0), lambda *_: None).to_frame(FRAME.columns)
            assert rows.dtypes.equals(FRAME.dtypes)
            assert check_table(rows) is rows
        except RuleError as error:
            assert len(str(error)) < 600
