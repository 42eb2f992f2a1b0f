# %% [markdown]
# # Lesson 2: SMOTE, one row at a time
#
# - **Goal**: make a SMOTE row by hand, say what it can and cannot be, and find the mistake that makes SMOTE look
#   better than it is.
# - **Time**: 35 minutes.
# - **Data**: 20,000 simulated payments, one in a hundred of them fraud.

# %%
import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

import synthbalance as sb
from synthbalance import teach

payments, target = teach.table("2")
# Yours: teach.table("2", sb.read_table("yours.csv"), "fraud"); the checks follow.
# The real card payments of ULB: teach.table("2", sb.fetch_creditcard(), "Class").

# %% [markdown]
# ## See it in a minute
# This is how SMOTE is used in many notebooks. Each step carries a letter; you will need them later.

# %%
model = sb.default_model(n_estimators=100, learning_rate=0.08, n_jobs=1)
smote = sb.SMOTESampler(random_state=0)
y = (payments[target] == payments[target].value_counts().idxmin()).astype(int)
X = payments.drop(columns=target).select_dtypes(exclude="datetime")  # A: leave out target and dates
X = X.astype(dict.fromkeys(X.select_dtypes(exclude="number"), "category"))  # text as the model takes it
X_more, y_more = smote.fit_resample(X, y)  # B: as many frauds as honest payments
X_fit, X_test, y_fit, y_test = train_test_split(X_more, y_more, stratify=y_more, random_state=0)  # C: split
found_risk = clone(model).fit(X_fit, y_fit).predict_proba(X_test)[:, 1]  # D: train
average_precision_score(y_test, found_risk)  # E: score on rows that D has not seen

# %% [markdown]
# An average precision near 1. Now the package: it sets real rows aside first, and compares SMOTE with doing nothing on
# them. (It adds fewer frauds than the notebook above: `ratio` is the frauds for each other row after resampling.)

# %%
split = sb.split_holdout(payments, target=target, random_state=0)
exp = sb.Experiment(split, random_state=0)
ratio = sb.suggested_ratio(y)  # 0.05, or twice the present ratio where that is more
run = exp.run(sb.SMOTESampler(sampling_strategy=ratio, random_state=0))
print(exp.sentence(exp.none))
print(exp.sentence(run))

# %% [markdown]
# Both cannot be right. ("Can detect" names the smallest true difference that four in five such holdouts would show.)
# First see what SMOTE does, one row at a time; then find what went wrong above.

# %% [markdown]
# ## The idea
# SMOTE (Chawla and others, 2002) makes a new rare row from two real ones:
#
# 1. Take a rare row, the **seed**, and one of its `k` nearest rare rows, the **neighbour**.
# 2. Draw a number between 0 and 1, the **gap**. Each number of the new row is
#    `seed + gap * (neighbour - seed)`: a point on the line between the two **parents**.
# 3. A category cannot lie between two others. The new row takes the one that **most of the seed's neighbours** have.
#
# Nothing is learned about frauds that are unlike the known ones: all that is new lies between what was there.

# %% [markdown]
# ### On a stage
# Two columns, drawn as x and y: eight rare points in two groups, forty others, and the rows that SMOTE makes of them.
#
# - Press **Next synthetic row**: the two parents, the gap, and the formula with its numbers. Check one by hand.
# - **Drag** a rare point of the small group on the left (or move it with the arrow keys). Its rows come along.
# - Move **Neighbours** from 1 upwards. When do rows turn up between the two groups, where only others are?
# - The tinted region is where a model says rare. The sentence at the foot says what that is worth on points that the
#   model has not seen. Look at how wide the interval is before you believe a difference.

# %%
stage = teach.SmotePlayground(k_neighbors=1)
stage

# %% [markdown]
# The third question in numbers, for the points as they stand now: what share of the rows has a parent in each group?


# %%
def share_between(k):
    stage.k_neighbors = k
    return np.mean([(pair["seed"] < 5) != (pair["neighbor"] < 5) for pair in stage.parents])


between = pd.Series({k: share_between(k) for k in (1, 2, 3, 5, 7)}, name="share of rows between the groups")
stage.k_neighbors = 1  # back to where it was
between.round(2)

# %% [markdown]
# A group of three rare points has two neighbours of its own to offer. Ask for more, and SMOTE goes to the other group
# for them, across whatever lies between.

# %% [markdown]
# ## By hand
# The sampler notes the parents of each new row: `parents_` holds their *positions* in the table that it was given.

# %%
known = split.train.X
sampler = sb.SMOTESampler(sampling_strategy=ratio, random_state=0)
X_all, y_all = sampler.fit_resample(known, split.train.y)
made = X_all[sampler.synthetic_mask_]
sampler.parents_.head(3)

# %% [markdown]
# The first new row beside its parents, in the columns that are stored with a fraction, and the gap that each column
# tells: how far the new number is on the way from seed to neighbour.

# %%
numbers = known.select_dtypes("float").columns
seed, neighbour = sampler.parents_.iloc[0]
family = pd.DataFrame(
    {"seed": known.iloc[seed], "neighbour": known.iloc[neighbour], "new row": made.iloc[0]}, index=numbers
).astype(float)
family["gap"] = (family["new row"] - family["seed"]) / (family["neighbour"] - family["seed"])
family.round(3)

# %% [markdown]
# The columns agree on one gap: the whole row is one point on the line. Where a gap reads 0, 1 or NaN, both parents have
# the same number, or a rule of the package is at work: a missing number, or one that many rows share, such as 0, is
# not mixed with others; the new row takes that of the nearer parent. (Columns of whole numbers, left out here, are
# rounded. pandas stores whole numbers with a fraction where some are missing, as in `customer_age`: SMOTE then makes
# fractions of a year.)

# %% [markdown] tags=["exercise"]
# ### Exercise 2.1
# Make a row that the sampler did not make. Take the parents of **the second** new row (`sampler.parents_.iloc[1]`) and
# a gap of **0.25**. What are its numbers, in the order of `numbers`?

# %% tags=["exercise"]
#: new_numbers = ...  # as many numbers as there are names in `numbers`
seed, neighbour = sampler.parents_.iloc[1]
start, end = known[numbers].iloc[seed], known[numbers].iloc[neighbour]
new_numbers = start + 0.25 * (end - start)

teach.check("2.1", new_numbers)

# %% [markdown]
# ### Categories: most of the neighbours
# Who are the neighbours of a seed? Make many rows, and each seed has been joined with all of them.

# %%
many = sb.SMOTESampler(random_state=0)  # as many frauds as others
rows, labels = many.fit_resample(known, split.train.y)
near = many.parents_.groupby("seed")["neighbor"].unique()
near.map(len).value_counts().rename_axis("neighbours of a seed").rename("seeds").to_frame()

# %%
one = near.index[0]
child = rows[many.synthetic_mask_][(many.parents_["seed"] == one).to_numpy()].head(1)
circle = pd.concat([known.iloc[[one]], known.iloc[near[one]], child]).select_dtypes(exclude=["number", "datetime"])
circle.set_axis(["seed"] + ["neighbour"] * len(near[one]) + ["new row"])

# %% [markdown]
# Read it column by column: the last line is what occurs most often among the neighbours (here in no particular order).
# The seed has no vote, and columns vote apart from each other: a new row may combine categories that no real fraud
# combined. (One exception: where the nearer parent's category is missing, so is the new one.)

# %% [markdown] tags=["exercise"]
# ### Exercise 2.2
# Write the vote. `vote` gets the categories of the neighbours, the nearest first, and returns the category of the new
# row. Where two are equally frequent, the one that comes first wins.


# %% tags=["exercise"]
#: vote = ...  # write it: def vote(categories): ...
def vote(categories):
    return max(categories, key=list(categories).count)


teach.check("2.2", vote)

# %% [markdown]
# ### What lies between two clusters
# Frauds come in kinds. Here are two kinds with two columns: 4 rows of one, 12 of the other. What does SMOTE make
# of them with 3 neighbours, and with 5?

# %%
rng = np.random.default_rng(0)
kinds = np.repeat([0, 1], [4, 12])
rare = rng.normal(0, 0.35, (16, 2)) + np.array([[1.2, 1.2], [8.0, 2.8]])[kinds]
plane = pd.DataFrame(np.vstack([rare, rng.uniform([0, 0], [10, 4], (300, 2))]), columns=["x", "y"])
label = np.repeat([1, 0], [16, 300])


def smote_plane(k):
    flat = sb.SMOTESampler(sampling_strategy={1: 216}, k_neighbors=k, random_state=0)
    return flat.fit_resample(plane, label)[0][flat.synthetic_mask_], flat.parents_


# %%
from IPython.display import HTML


def picture(k):
    dot, drawn = '<circle cx="{:.0f}" cy="{:.0f}" r="{}" fill="{}"/>', ""
    for points, colour, size in ((plane[16:], "#999999", 1.5), (smote_plane(k)[0], "#d55e00", 2), (rare, "#0072b2", 4)):
        drawn += "".join(dot.format(36 * x, 150 - 36 * y, size, colour) for x, y in np.asarray(points))
    return f'<svg width="370" height="160" role="img" aria-label="Rows made with k={k}">{drawn}</svg><br>k = {k}<br>'


HTML(picture(3) + picture(5) + "Blue: real rare rows. Orange: made from them. Grey: the other class.")

# %% [markdown]
# Counted, from the parents: the share of the new rows whose parents are of different kinds.

# %%
pd.Series(
    {k: (kinds[smote_plane(k)[1].to_numpy()] @ [1, -1] != 0).mean() for k in range(1, 9)}, name="parents of two kinds"
).rename_axis("k").to_frame().style.format("{:.0%}").bar(vmin=0, vmax=1, color="#d55e0066")

# %% [markdown]
# A kind with fewer than `k + 1` rows has too few neighbours of its own, so its rows are joined with strangers, and the
# new rows fill the space between, where the other class lives. The smallest kinds of fraud suffer first.
#
# Does that happen to the payments? The audit asks how often the nearest real row, among rows that SMOTE never saw, is
# of the other class: for the new rows, for real frauds of the holdout, which are the yardstick, and the difference.
# Only a difference above 0 speaks against the new rows.

# %%
audit = sb.audit_synthetic(run).fidelity.set_index("measure")
audit.loc[["hidden_majority", "hidden_majority_real", "hidden_majority_excess"], ["value", "low", "high"]].round(3)

# %% [markdown]
# In the panel: its tab **Quality** shows each new row beside its parents and its nearest real rows.

# %%
from synthbalance.ui import BalanceLab

BalanceLab(experiment=exp)

# %% [markdown]
# ## The leak
# Back to the notebook of the first minute: A leave out columns, B SMOTE, C split, D train, E score.

# %% [markdown] tags=["exercise"]
# ### Exercise 2.3
# One of these steps **learns from rows on which the model is tested later**. Which one: `"A"`, `"B"`, `"C"`, `"D"` or
# `"E"`?

# %% tags=["exercise"]
#: step = ...
step = "B"

teach.check("2.3", step)

# %% [markdown]
# Now look at who sits in the test part. The index tells real rows from new ones: real ones are numbered from 0 to
# `n_real - 1`, the new ones go on from there. A *child* of a real row is a new row with it as seed or neighbour.

# %%
n_real = len(X)
in_fit, in_test = X_fit.index, X_test.index[y_test == 1]  # all training rows; the frauds of the test part
raised = smote.parents_[np.isin(np.arange(n_real, len(X_more)), in_fit)]  # parents of the new training rows
real_test = in_test[in_test < n_real]
pd.Series({
    "frauds in the test part": len(in_test),
    "of these synthetic": len(in_test) - len(real_test),
    "of these real": len(real_test),
    "of the real ones with a child in training": np.isin(real_test, raised.to_numpy()).sum(),
}).to_frame("rows")  # fmt: skip

# %% [markdown] tags=["exercise"]
# ### Exercise 2.4
# And the other way round: of the **synthetic** frauds in the test part, what share has **at least one parent** among
# the training rows (`X_fit`)? The parents of the row with index `i` are in line `i - n_real` of `smote.parents_`.

# %% tags=["exercise"]
#: share = ...  # a number between 0 and 1
parents = smote.parents_.iloc[in_test[in_test >= n_real] - n_real]
share = parents.isin(in_fit).any(axis=1).mean()

teach.check("2.4", share)

# %% [markdown]
# ### What the leak is worth
# The same model three times, on the **same real test rows**. *Honest*: they are set aside, SMOTE sees the others only.
# *Leaky*: SMOTE sees all rows; the test rows are then taken out of the training rows, but their children stay.

# %%
fit_rows, test_rows = train_test_split(X.index, stratify=y, random_state=0)


def risk_after(X_train, y_train):
    return clone(model).fit(X_train, y_train).predict_proba(X.loc[test_rows])[:, 1]


none = risk_after(X.loc[fit_rows], y.loc[fit_rows])
honest = risk_after(*clone(smote).fit_resample(X.loc[fit_rows], y.loc[fit_rows]))
stays = ~X_more.index.isin(test_rows)
leaky = risk_after(X_more[stays], y_more[stays])

# %% [markdown]
# Intervals from a bootstrap that draws test rows anew, frauds and others apart; the first value is that of the rows as
# they are. The draws are the same for all three, so that differences are paired. They hold for these trained models.


# %%
def draws(truth, risk, n=300):
    truth, rng = np.asarray(truth), np.random.default_rng(0)
    classes = [np.flatnonzero(truth == kind) for kind in (0, 1)]
    picks = [np.concatenate([rng.choice(rows, len(rows)) for rows in classes]) for _ in range(n)]
    return np.array([average_precision_score(truth[rows], risk[rows]) for rows in [slice(None), *picks]])


def words(values):
    return str(sb.Score(values[0], *np.quantile(values[1:], [0.025, 0.975])))


# %%
truth = y.loc[test_rows]
found, leaked, honestly, nothing = (
    draws(*pair) for pair in [(y_test, found_risk), (truth, leaky), (truth, honest), (truth, none)]
)
pd.DataFrame({
    "average precision": map(words, (found, leaked, honestly, nothing)),
    "a model that guesses": [y_test.mean(), truth.mean(), truth.mean(), truth.mean()],
}, ["as found, own test rows", "leaky, real rows", "honest, same rows", "no SMOTE, same rows"]).round(3)  # fmt: skip

# %% [markdown]
# What SMOTE seems to be worth with the leak, and without it:

# %%
pd.Series({
    "SMOTE against no SMOTE, as the leak shows it": words(leaked - nothing),
    "SMOTE against no SMOTE, honestly": words(honestly - nothing),
    "the leak alone": words(leaked - honestly),
}).to_frame("difference in average precision")  # fmt: skip

# %% [markdown]
# Two things made the number of the first minute. Synthetic rows in the test part are easy, because their parents and
# siblings are among the training rows, and there are so many of them that guessing already scores high. And on real
# rows alone something stays: their children in training give them away. The last line is what that is worth on this
# one split. Wide intervals: they rest on the real frauds among the test rows.

# %% [markdown]
# ### The right way
# In plain scikit-learn the sampler goes **inside** the pipeline. The pipeline of imbalanced-learn resamples in `fit`
# only, so that in each fold the tested rows stay real and unseen. Each fold, without and with SMOTE:

# %%
from imblearn.pipeline import make_pipeline
from sklearn.model_selection import StratifiedKFold, cross_val_score

inside = make_pipeline(sb.SMOTESampler(sampling_strategy=ratio, random_state=0), model)
folds = {"cv": StratifiedKFold(4, shuffle=True, random_state=0), "scoring": "average_precision"}
table = pd.DataFrame({"none": cross_val_score(model, X, y, **folds), "SMOTE": cross_val_score(inside, X, y, **folds)})
table.assign(difference=table["SMOTE"] - table["none"]).rename_axis("fold").round(3)

# %% [markdown] tags=["exercise"]
# ### Exercise 2.5
# Write it without a pipeline. `prepare(X, y)` sets a quarter of the rows aside, with frauds in proportion, and returns
# `X_train, y_train, X_test, y_test`, where the training rows alone were resampled. The check calls it on a small table
# of its own and looks at who ended up where.


# %% tags=["exercise"]
#: prepare = ...  # write it: def prepare(X, y): ...
def prepare(X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.25, random_state=0)
    X_train, y_train = sb.SMOTESampler(sampling_strategy=0.5, random_state=0).fit_resample(X_train, y_train)
    return X_train, y_train, X_test, y_test


teach.check("2.5", prepare)

# %% [markdown]
# ## What would mislead you
# - **A score on rows that are half fraud.** Look at the column of the model that guesses before you look at the score.
# - **A leak without SMOTE.** Copies of rare rows, filling gaps from all rows, choosing columns on all rows, the same
#   card in both parts: whatever learns from rows before they are set aside leaks, more or less.
# - **Rows that cannot exist.** SMOTE knows columns, not rules between them. A cash machine (`atm`) pays out notes of 10
#   or more, so its amounts are multiples of 10. Counted: the fraud rows from cash machines, and those of them that keep
#   to that, real and new.

# %%
rule = "merchant_category != 'atm' or amount % 10 == 0"  # yours: a rule that holds in your table
concerned = "merchant_category == 'atm'"
frauds = {"real": known[split.train.y == 1], "new": made}
pd.DataFrame({
    "rows concerned": {name: len(rows.query(concerned)) for name, rows in frauds.items()},
    "of these, as the rule says": {name: rows.query(concerned).eval(rule).sum() for name, rows in frauds.items()},
})  # fmt: skip

# %% [markdown]
# ## Take away
# A SMOTE row is a point between two known frauds, with categories by vote: it fills what lies between them and knows
# no other fraud. Split first, resample the training rows only, test on real rows, and put "no SMOTE" beside it, with an
# interval. If a rebalanced model looks perfect, ask where its test rows come from.
