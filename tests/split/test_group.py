"""The cut by group: whole groups, about the right share of rare rows."""

import numpy as np
import pandas as pd
import pytest

from synthbalance.split import split_holdout

PARTS = ("train", "validation", "holdout")
pytestmark = pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")


def cards(sizes, rare, seed=0):
    """Rows of as many cards as there are sizes; `rare` of the rows of each card are fraud."""
    rng = np.random.default_rng(seed)
    card = np.repeat(np.arange(len(sizes)), sizes)
    fraud = np.concatenate([np.arange(size) < n_rare for size, n_rare in zip(sizes, rare, strict=True)])
    return pd.DataFrame({"amount": rng.normal(size=len(card)), "card": card, "fraud": fraud})


def groups(split, part):
    return set(getattr(split, part).group)


def test_no_group_crosses_and_shares_are_close(payments):
    split = split_holdout(payments, "is_fraud", group="card")
    members = [groups(split, part) for part in PARTS]
    assert sum(map(len, members)) == len(set.union(*members)) == payments["card"].nunique()
    assert split.how == "by group"
    assert abs(len(split.holdout) - 250) < 15 and abs(len(split.validation) - 150) < 15
    assert abs(split.holdout.y.sum() - 10) <= 1 and abs(split.validation.y.sum() - 6) <= 1


def test_one_card_with_most_of_the_fraud_does_not_starve_the_holdout():
    frame = cards([100] * 20, [60] + [2] * 19)
    split = split_holdout(frame, "fraud", group="card", duplicates="keep")
    assert split.holdout.y.sum() >= 5
    assert 400 <= len(split.holdout) <= 600


def test_few_groups_are_cut_as_well_as_they_can_be():
    split = split_holdout(cards([100] * 4, [10] * 4), "fraud", group="card")
    assert [len(groups(split, part)) for part in PARTS] == [2, 1, 1]


def test_same_seed_same_groups(payments):
    one, again, other = (split_holdout(payments, "is_fraud", group="card", random_state=seed) for seed in (1, 1, 2))
    assert groups(one, "holdout") == groups(again, "holdout") != groups(other, "holdout")


@pytest.mark.parametrize("dtype", [str, "category", "float64", "Int64"])
def test_groups_may_be_of_any_dtype(payments, dtype):
    wanted = split_holdout(payments, "is_fraud", group="card")
    split = split_holdout(payments.astype({"card": dtype}), "is_fraud", group="card")
    assert split.fingerprint == wanted.fingerprint


def test_groups_that_share_a_copied_row_stay_together():
    frame = cards([5] * 200, [1] * 200)
    frame.loc[frame["card"] == 1, "amount"] = frame.loc[frame["card"] == 0, "amount"].to_numpy()
    for seed in range(10):
        split = split_holdout(frame, "fraud", group="card", random_state=seed)
        assert any({0, 1} <= groups(split, part) for part in PARTS)
        assert not split.copied.any()


def test_kept_copies_do_not_join_groups():
    frame = cards([5] * 200, [1] * 200)
    frame.loc[frame["card"] == 1, "amount"] = frame.loc[frame["card"] == 0, "amount"].to_numpy()
    splits = [split_holdout(frame, "fraud", group="card", random_state=seed, duplicates="keep") for seed in range(10)]
    assert not all(any({0, 1} <= groups(split, part) for part in PARTS) for split in splits)
    assert any(split.copied.any() for split in splits)


def test_a_chain_of_copies_above_one_per_cent_is_not_joined():
    frame = cards([5] * 200, [1] * 200)
    frame["amount"] = np.arange(len(frame)) * 1.0
    for card in range(1, 200):  # each card shares a row with the next
        frame.loc[5 * card + 1, "amount"] = frame.loc[5 * card - 1, "amount"]
    split = split_holdout(frame, "fraud", group="card")
    assert len(split.holdout) == 250
    assert any("above 1 % of the table" in sentence for sentence in split.warnings)


def test_missing_groups_are_counted(payments):
    payments["card"] = payments["card"].where(payments["card"] > 2)
    n_missing = int(payments["card"].isna().sum())
    with pytest.raises(ValueError, match=f"group='card' must name a group for every row, found {n_missing} missing"):
        split_holdout(payments, "is_fraud", group="card")


def test_fewer_than_three_groups_are_an_error(payments):
    with pytest.raises(ValueError, match="at least 3 groups, one a part, found 2"):
        split_holdout(payments.assign(card=payments["card"] % 2), "is_fraud", group="card")


def test_all_fraud_on_one_card_is_an_error_with_the_way_out():
    with pytest.raises(ValueError, match=r"0 rows of the class True.*name a column with smaller groups"):
        split_holdout(cards([100] * 10, [40] + [0] * 9), "fraud", group="card")
