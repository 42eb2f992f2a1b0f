# %% [markdown]
# # Lesson 4: Counterfactual rows
#
# - **Goal**: read what turned one payment into a fraud, know what a gate can and cannot tell, and say what such rows
#   are worth.
# - **Time**: 30 minutes.
# - **Data**: 20,000 simulated payments, two in a hundred of them fraud.

# %%
import numpy as np
import pandas as pd

import synthbalance as sb
from synthbalance import teach

payments, target = teach.table("4")
# Yours: teach.table("4", sb.read_table("yours.csv"), "fraud"); the checks follow.
# The real card payments of ULB: teach.table("4", sb.fetch_creditcard(), "Class").

# %% [markdown]
# ## See it in a minute
# Which few values would make this honest payment look like a fraud? Each line below is a real payment of the training
# part, with values of a real fraud in some columns. As many rows are made as the part has frauds.

# %%
split = sb.split_holdout(payments, target=target, random_state=0)
X, y = split.train.X, split.train.y
twice = {1: 2 * int(y.sum())}  # how many rows of class 1 there shall be, the real ones included

why = sb.CounterfactualSampler(purpose="explain", sampling_strategy=twice, random_state=0)
X_why, _ = why.fit_resample(X, y)
new = X_why[why.synthetic_mask_]
for row in (1, 2, 16):
    print(why.explain(row))

# %% [markdown]
# ## The idea
# A new row has two parents. The **base** is an honest payment, the **donor** a fraud that is among its neighbours.
#
# 1. *Transplant*: where the two differ, the base takes the donor's value.
# 2. *Prune*: column by column, the base's value is put back, as long as a model, the **oracle**, still says "fraud".
#    The values that stay are the *edits*.
# 3. *Gates*: what is left must convince a second opinion (the *judge*: are its nearest real rows rather frauds?), lie
#    as near to real frauds as these lie to each other (*plausibility*), be new, and keep your rules.
#
# SMOTE writes values that nobody observed. Here each single value was observed, in one parent or the other. That says
# nothing about their *combination*, as you will see.

# %% [markdown]
# ### On a stage
# Two columns, eight rare points, forty others. Press **Next synthetic row**: a base that is not rare, a donor that is,
# and what was taken from the donor. Then compare with SMOTE on the same points: where do its rows lie, and where
# do these?

# %%
stage = teach.SmotePlayground(method="counterfactual")
stage

# %% [markdown]
# In numbers, for the points as they stand now: how far each row is from the closest point that is not rare.


# %%
def distance_to_others(method):
    stage.method = method
    others = np.array([[one["x"], one["y"]] for one in stage.points if one["label"] == 0])
    rows = np.array([[one["x"], one["y"]] for one in stage.synthetic])
    return np.linalg.norm(rows[:, None] - others, axis=2).min(axis=1)


pd.DataFrame({name: distance_to_others(name) for name in ("smote", "counterfactual")}).describe().round(3)

# %% [markdown]
# ## By hand
# The sampler keeps a ledger: `parents_` says where a row comes from (positions in `X`, to be used with `iloc`),
# `edits_` which cells are the donor's. Here is row 1 beside its parents, in the columns where the parents differ.

# %%
one = why.parents_.loc[1]
base, donor = X.iloc[one["base"]], X.iloc[one["donor"]]
differ = [
    column for column in X if base[column] != donor[column] and not (pd.isna(base[column]) and pd.isna(donor[column]))
]
beside = pd.DataFrame({"base": base, "donor": donor, "new": new.iloc[1], "edited": why.edits_.loc[1]}).loc[differ]
beside.sort_values("edited", ascending=False, kind="stable")

# %% [markdown] tags=["exercise"]
# ### Exercise 4.1
# In which columns does row **15** differ from its base? Work it out by comparing the two rows, as `differ` above was
# made, without `edits_` and `explain`. The new rows are in `new`, the row's base is at `why.parents_.loc[15, "base"]`
# in `X`.

# %% tags=["exercise"]
#: edited = ...  # a set or list of column names
mine, its_base = new.iloc[15], X.iloc[why.parents_.loc[15, "base"]]
edited = [
    column for column in X if mine[column] != its_base[column] and not pd.isna([mine[column], its_base[column]]).all()
]

teach.check("4.1", edited)

# %% [markdown]
# ### Pruning
# Take row 1 again, with all values of its donor in place. Put back one column at a time and ask a model. Here the
# model is one without rebalancing; the sampler asks an oracle of its own.

# %%
exp = sb.Experiment(split, random_state=0)
none = exp.run("none")

full = X.iloc[[one["donor"]] * len(differ)].reset_index(drop=True)
for place, column in enumerate(differ):
    full.loc[place, column] = base[column]
risk = pd.Series(none.predict_proba(full)[:, 1], differ, name="probability of fraud with this column put back")
ends = none.predict_proba(X.iloc[[one["base"], one["donor"]]])[:, 1]
print(f"base {ends[0]:.3f}, donor {ends[1]:.3f}, threshold of the model {none.threshold:.3f}")
risk.sort_values().round(3).head(8).to_frame()

# %% [markdown]
# The table begins with the column whose return lowers the probability most. Any one of these columns can go back and
# the row is still above the threshold, yet all of them together are the base, which is far below. So one column at a
# time against the full transplant is not enough: what was put back has to stay back while the next one is tried.

# %% [markdown] tags=["exercise"]
# ### Exercise 4.2
# Write `prune(base, donor, is_fraud)`. It gets two rows (Series with the same index) and a function that says for a row
# whether it is a fraud. It returns the set of columns that have to keep the donor's value: with them the row is a
# fraud, and none of them could be put back as well. The check calls it on small rows of its own.


# %% tags=["exercise"]
#: prune = ...  # def prune(base, donor, is_fraud): ...
def prune(base, donor, is_fraud):
    """Columns that keep the donor's value."""
    row = donor.copy()
    for column in base.index:
        tried = row.copy()
        tried[column] = base[column]
        row = tried if is_fraud(tried) else row
    return {column for column in base.index if row[column] != base[column]}


teach.check("4.2", prune)

# %% [markdown]
# ### Just across the border, or well inside
# `purpose="explain"` stops at the border: the oracle's threshold is a low quantile of the scores that it gives real
# frauds, so few edits are needed. `purpose="augment"`, the default, makes rows to train on: a high quantile, more
# edits. `valid` is the share of the new rows that reach the threshold.

# %%
many = sb.CounterfactualSampler(sampling_strategy=twice, random_state=0)  # purpose="augment"
X_many, _ = many.fit_resample(X, y)
made = X_many[many.synthetic_mask_]

both = {"explain": why, "augment": many}
threshold = [sampler.validity_["threshold"].iloc[0] for sampler in both.values()]
edits = [sampler.edits_.sum(axis=1).median() for sampler in both.values()]
passed = [sampler.validity_["valid"].mean() for sampler in both.values()]
pd.DataFrame({"threshold of the oracle": threshold, "edits in the median": edits, "valid": passed}, list(both)).round(3)

# %% [markdown]
# `validity_` holds the oracle's score of each row. That every row is valid is no achievement: the others were thrown
# away. How many, and by which gate, is in `report_`.

# %%
gates = {
    "oracle": "the oracle's score is below its threshold", "judge": "nearest rows: honest ones are closer",
    "plausibility": "too far from every real fraud", "range": "outside permitted_range",
    "monotone": "an edit in a forbidden direction", "constraint": "breaks one of your rules",
    "duplicate": "a real row, or made before", "donor_share": "its donor has given its share",
}  # fmt: skip
rejected = pd.DataFrame({"rejected if": gates, "explain": why.report_, "augment": many.report_}).loc[[*gates, "tries"]]
rejected.fillna("(all candidates)")

# %% [markdown] tags=["exercise"]
# ### Exercise 4.3
# `many` made as many new rows as there are frauds in `X`. How many **different real frauds** stand behind them as
# donors?

# %% tags=["exercise"]
#: donors = ...  # a whole number
donors = many.parents_["donor"].nunique()

teach.check("4.3", donors)

# %% [markdown]
# ### What no gate knows
# A payment online has no distance to a shop; the hour is that of the time stamp. Each real row keeps both rules. The
# rows below passed every gate.


# %%
# Yours: rules that every real row of your table keeps, and columns that must stay as they are.
def hour_fits(rows):
    """The hour is that of the time stamp."""
    return rows["hour"] == rows["paid_at"].dt.hour


def distance_fits(rows):
    """Only a payment online has no distance."""
    return rows["distance_km"].isna() == (rows["channel"] == "online")


rules, fixed = [hour_fits, distance_fits], ["customer_age", "card_type", "country", "merchant_category"]

# %%
tables = {"real, training part": X, "explain": new, "augment": made}
kept = {name: {rule.__doc__: rule(rows).mean() for rule in rules} for name, rows in tables.items()}
pd.DataFrame(kept).T.style.format("{:.1%}")

# %% [markdown]
# Oracle, judge and plausibility have learned what is *likely*. They do not know what is *possible*. You do: pass
# `constraints=[...]`, functions that get a table and return True for each row that may exist.

# %% [markdown] tags=["exercise"]
# ### Exercise 4.4
# Write `counts_fit(rows)`: True where the payments of the last hour are no more than those of the last 24 hours, and
# these no more than those of the last 7 days. The columns are `payments_1h`, `payments_24h` and `payments_7d`.


# %% tags=["exercise"]
#: counts_fit = ...  # def counts_fit(rows): ...
def counts_fit(rows):
    """Shorter windows hold no more payments than longer ones."""
    return (rows["payments_1h"] <= rows["payments_24h"]) & (rows["payments_24h"] <= rows["payments_7d"])


teach.check("4.4", counts_fit)

# %% [markdown]
# ### Immutables, and what a shortfall means
# No fraudster edits the age of a customer. Columns in `immutable` keep the base's value, and base and donor
# must agree on them. Rules and immutables together leave little room:

# %%
import textwrap
import warnings

strict = sb.CounterfactualSampler(sampling_strategy=twice, immutable=fixed, constraints=rules, random_state=0)
with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter("always")
    X_strict, _ = strict.fit_resample(X, y)

asked, came = int(y.sum()), len(strict.edits_)
print(*[textwrap.fill(str(one.message), 100) for one in heard], sep="\n")
pd.Series({"asked for": asked, "came": came, "edits of immutables": int(strict.edits_[fixed].to_numpy().sum())})

# %% [markdown]
# The long sentence is the sampler's warning: each gate with what it turned away, and a way out. A shortfall is a
# finding, not a fault: with these gates, among the neighbours that were tried, no more such payments can be vouched
# for. `shortfall="relax"` loosens plausibility, then the judge, then the oracle's threshold; `"smote"` fills up with
# SMOTE rows. Rows that came in so are marked in `parents_["relaxed"]`; never count them as validated.

# %% [markdown]
# ### What it is worth
# Rows to train on, half as many as there are frauds, all within the rules, against doing nothing on the same holdout.

# %%
some = {1: int(1.5 * y.sum())}
sampler = sb.CounterfactualSampler(sampling_strategy=some, constraints=rules, random_state=0)
run = exp.run(sampler, name="counterfactual, possible rows")
print(exp.sentence(run))
exp.compare()[["value", "low", "high", "delta", "delta_low", "delta_high"]].round(3)

# %% [markdown]
# `value` is the average precision. Where the interval of `delta` holds 0, this holdout cannot tell the rows from doing
# nothing, in either direction. What you keep then is the ledger: it explains. In the panel, **Quality** shows a new row
# of the latest run beside its parents, with its edits.

# %%
from synthbalance.ui import BalanceLab

BalanceLab(experiment=exp)

# %% [markdown]
# ## What would mislead you
# - **"All rows are valid, so they are good frauds."** The model without rebalancing never saw these rows. How many of
#   them does it flag, and how many of the real frauds in the holdout? (The first is a count of what was made; the
#   second an estimate, with its interval.)

# %%
flagged = none.predict_proba(made)[:, 1] >= none.threshold
print(f"rows of 'augment' flagged: {flagged.sum()} of {len(made)}")
print(f"real holdout frauds flagged: {none.scores['recall']}")

# %% [markdown]
# - The model was trained on the parents of these rows, and a row that looks honest to the oracle does not pass. So what
#   passes is easy for a model of the same kind. The frauds that it misses in the holdout are others.
# - **"The edits are the cause."** They are what *this* oracle needed. Another seed trains another oracle:

# %%
from scipy.stats import binomtest

again = sb.CounterfactualSampler(purpose="explain", sampling_strategy=twice, random_state=1)
again.fit_resample(X, y)
first, second = (
    one.parents_.join(one.edits_).drop(columns="relaxed").set_index(["base", "donor"]) for one in (why, again)
)
pairs = first.index.intersection(second.index)
same = int((first.loc[pairs] == second.loc[pairs]).all(axis=1).sum())
low, high = binomtest(same, len(pairs)).proportion_ci(method="wilson")
print(f"same parents, same edits: {same} of {len(pairs)}, {same / len(pairs):.0%} ({low:.0%} to {high:.0%})")

# %% [markdown]
# - **"More rows, more evidence."** The rows rest on the donors, and the donors on the frauds that you had.
# - **What the model has hardly seen.** Counterfactuals stay near known frauds. Scenarios that somebody wrote down ask
#   another question: would the model catch *these*? Three come with the package, played on real customers: many small
#   amounts in quick succession (is a stolen card still good?), large and rising amounts within hours, and two payments
#   farther apart than anybody travels in between. `caught` is the share that is flagged; its interval is about the
#   scenario as written.

# %%
stress = sb.RuleSampler(random_state=0).fit(X, y).stress_test(none)
stress[["rows", "caught", "low", "high"]].iloc[:-1].round(2)

# %% [markdown]
# ## Take away
# A counterfactual row is a real row with a few real values of another. Read its ledger; write down what is possible,
# because no model knows it; report a shortfall with the gates; and judge the rows on the holdout, not by the oracle
# that let them in.
