"""Constraints: how many synthetic rows break each rule, the user's own and the sampler's."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from tests.audit.made import make_run, make_split, rare, sentence, value

SPLIT = make_split()


def has_items(frame):
    return frame["n_items"] >= 1


@pytest.fixture
def new():
    frame = rare(100, np.random.default_rng(0)).assign(n_items=5)
    frame.loc[:6, "n_items"] = 0
    return frame


def audited(new, constraints=None, own=None):
    run = make_run(new, SPLIT, sampler=SimpleNamespace(constraints=own))
    return sb.audit_synthetic(run, constraints=constraints).constraints


def test_the_share_of_rows_that_break_a_rule_is_counted(new):
    found = audited(new, [has_items, lambda df: pd.array(df["x"] < 1e9, dtype="boolean")])
    assert found["measure"].tolist() == ["constraints[0]", "constraints[1]"]
    assert found["value"].tolist() == [0.07, 0.0]
    assert found["high"].iloc[1] == pytest.approx(0.036, abs=0.001)
    assert "constraints[0] (has_items): 7 of 100 synthetic rows break it" in sentence(found, "constraints[0]")
    assert "of real holdout rare rows, 0 % do" in sentence(found, "constraints[0]")


def test_the_rules_of_the_sampler_are_audited_once(new):
    found = audited(new, [has_items], own=[has_items, lambda df: df["x"] > -1e9])
    assert found["measure"].tolist() == ["constraints[0]", "sampler.constraints[1]"]
    assert value(audited(new, own=(has_items,)), "sampler.constraints[0]") == 0.07


@pytest.mark.parametrize("constraints", [has_items, "x > 0", 3, {"a": has_items}])
def test_constraints_need_a_list(new, constraints):
    with pytest.raises(TypeError, match="constraints needs a list of callables DataFrame -> bool mask, got"):
        audited(new, constraints)


def test_a_constraint_needs_to_be_callable(new):
    with pytest.raises(
        TypeError, match=re.escape("constraints[1] needs a callable DataFrame -> bool mask, got 'x > 0'")
    ):
        audited(new, [has_items, "x > 0"])


@pytest.mark.parametrize("wrong", [lambda df: True, lambda df: df["x"], lambda df: df[["x"]] > 0, lambda df: [True]])
def test_a_constraint_needs_to_return_one_bool_a_row(new, wrong):
    with pytest.raises(ValueError, match=r"constraints\[0\] needs to return one bool for each of 100 rows, returned"):
        audited(new, [wrong])


def test_a_constraint_that_raises_is_named(new):
    with pytest.raises(ValueError, match=r"sampler.constraints\[0\] needs to work on a table .* KeyError: 'absent'"):
        audited(new, own=[lambda df: df["absent"] > 0])
