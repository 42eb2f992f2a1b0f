# %% [markdown]
# # Lesson 5: Is it good, is it private, is it fair?
#
# - **Goal**: ask three separate questions of synthetic rows, read each answer beside what real rows reach, and say
#   when the rows at hand cannot answer.
# - **Time**: 35 minutes.
# - **Data**: 20,000 simulated payments, two in a hundred of them fraud.

# %%
import numpy as np
import pandas as pd
from scipy.stats import binomtest, ks_2samp, rankdata
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors

import synthbalance as sb
from synthbalance import teach

payments, target = teach.table("5")
# Yours: teach.table("5", sb.read_table("yours.csv"), "fraud"); the checks follow.
# The real card payments of ULB: teach.table("5", sb.fetch_creditcard(), "Class").

# %% [markdown]
# ## See it in a minute
# SMOTE rows, and three sentences of their *audit*, a report on the rows themselves, each with its figure and interval.
# Look for a classifier that tells them from real frauds, for copies, and for an attacker who finds out whose payments
# were used.

# %%
split = sb.split_holdout(payments, target=target, random_state=0)
X, y = split.train.X, split.train.y
ratio = sb.suggested_ratio(y)

exp = sb.Experiment(split, random_state=0)
run = exp.run(sb.SMOTESampler(sampling_strategy=ratio, random_state=0))
audit = sb.audit_synthetic(run)
measures = pd.concat([audit.fidelity, audit.privacy]).set_index("measure")
print(len(run.synthetic), "new rows beside", len(X), "training rows,", int(y.sum()), "of them frauds")

# %%
import textwrap


def say(*names):
    for name, row in measures.loc[list(names)].iterrows():
        print(f"{name}: {row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f})")
        print(textwrap.fill(row["sentence"], 100), end="\n\n")


say("two_sample_auc", "exact_copies", "membership_auc")

# %% [markdown]
# No row is a copy, and yet the attacker does better than a guess: the interval lies above 0.5. The rows give away whom
# they were made from. Here is why.

# %% [markdown]
# ## The idea
# 1. **Good?** Are the new rows distributed like real frauds that nobody trained on, column by column, pair by pair, and
#    all together? Do they lie among frauds or among honest payments? Does the model still give honest probabilities?
# 2. **Private?** Can somebody who has the new rows find out who was in the training part?
# 3. **Fair?** Which groups of people gain or lose by what the model now decides?
#
# A good answer to one says nothing about the others. And every figure needs a yardstick: what do *real* rows, kept out
# of training, reach by the same measure?

# %% [markdown]
# ## By hand
# **Column shape**: 1 less the Kolmogorov-Smirnov distance between the real and the new values of a column, the largest
# gap between the two cumulative distributions. 1 means that they are distributed alike.

# %%
real = split.validation.X[split.validation.y == 1]  # frauds that took no part in training
new = run.synthetic
column = X.select_dtypes("number").columns[0]
quantiles = [0.1, 0.25, 0.5, 0.75, 0.9]
table = pd.DataFrame({"real": real[column].quantile(quantiles), "new": new[column].quantile(quantiles)})
table.rename_axis(column).round(2)

# %% [markdown] tags=["exercise"]
# ### Exercise 5.1
# What is the column shape of `column`, between `real` and `new`? `ks_2samp(a, b).statistic` of scipy is the
# distance; leave out missing values with `.dropna()`.

# %% tags=["exercise"]
#: shape = ...  # a number between 0 and 1
shape = 1 - ks_2samp(real[column].dropna(), new[column].dropna()).statistic

teach.check("5.1", shape)

# %% [markdown]
# The audit does this for each column and each pair of columns, asks a classifier, and looks at neighbourhoods. The
# intervals are wide because the validation part has few frauds.


# %%
def with_interval(rows, digits=2):
    """Each measure as text: value (low to high)."""
    ends = rows[["value", "low", "high"]].itertuples(index=False)
    texts = ["{:.{d}f} ({:.{d}f} to {:.{d}f})".format(*one, d=digits) for one in ends]
    return pd.Series(texts, rows["measure"])


print(len(real), "real frauds against", len(new), "new rows")
pd.DataFrame({"SMOTE": with_interval(audit.fidelity), "better": audit.fidelity.set_index("measure")["better"]})

# %% [markdown]
# Column `better` says which way: *half* means that 0.5 is best, *one* that 1 is, *yardstick* that it is a figure of
# real rows. The sentences say what each measure asks, and what real rows reach:

# %%
say("column_shapes", "pair_trends", "coverage", "density", "out_of_range", "hidden_majority")

# %% [markdown]
# **Hidden majority**: the share of new "frauds" whose nearest real row is an honest payment. Real frauds have such
# neighbours too, because they hide among honest payments, so only the *excess* over the real ones counts. Read its
# interval above: where it holds 0, these rows do not show that the new ones lie worse than real ones.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.2
# Write `hidden_majority(new, rare, others)`. It gets three float arrays, a row each payment, and returns the share of
# the rows of `new` that are nearer (Euclidean distance) to some row of `others` than to any row of `rare`.


# %% tags=["exercise"]
#: hidden_majority = ...  # def hidden_majority(new, rare, others): ...
def hidden_majority(new, rare, others):
    """Share of new rows whose nearest real row is of the other class."""
    to_rare = np.linalg.norm(new[:, None] - rare[None], axis=2).min(axis=1)
    to_others = np.linalg.norm(new[:, None] - others[None], axis=2).min(axis=1)
    return (to_others < to_rare).mean()


teach.check("5.2", hidden_majority)

# %% [markdown]
# ## Is it private?
# An attacker holds the new rows and a payment, and wants to know: was it trained on? The simplest attack looks how
# close the nearest new row is. Here are these distances for frauds that were trained on and for frauds that were kept
# out, in standard deviations, over the number columns.

# %%
numbers = X.select_dtypes("number").columns
center, scale = X[numbers].median(), X[numbers].std().replace(0, 1)


def places(rows):
    """Number columns in standard deviations, missing values in the middle."""
    return ((rows[numbers].fillna(center) - center) / scale).to_numpy(dtype=float)


nearest_new = NearestNeighbors(n_neighbors=1).fit(places(new))

# %%
frauds = {"trained on": X[y == 1], "kept out": split.holdout.X[split.holdout.y == 1]}
near = {name: nearest_new.kneighbors(places(rows))[0][:, 0] for name, rows in frauds.items()}
pd.DataFrame({name: pd.Series(distances).quantile(quantiles) for name, distances in near.items()}).round(2)

# %% [markdown] tags=["exercise"]
# ### Exercise 5.3
# Take one fraud that was trained on and one that was kept out. How often is the one that was **trained on** closer to
# its nearest new row? Over all such pairs this share is an area under the ROC curve: `roc_auc_score(labels, scores)`,
# with "trained on" as class 1 and a score that is higher where the distance is smaller.

# %% tags=["exercise"]
#: attack = ...  # a number between 0 and 1
trained_on = np.repeat([1, 0], [len(near["trained on"]), len(near["kept out"])])
attack = roc_auc_score(trained_on, -np.concatenate([near["trained on"], near["kept out"]]))

teach.check("5.3", attack)

# %% [markdown]
# ### What chance means
# A guess gets 0.5 on average, not each time. If the labels "trained on" and "kept out" are dealt out at random among
# the same frauds, the same attack gets:

# %%
ranks = rankdata(-np.concatenate(list(near.values())))
n_in, n_out = map(len, near.values())
rng = np.random.default_rng(0)
sums = np.array([rng.permutation(ranks)[:n_in].sum() for _ in range(2000)])
low, high = np.quantile((sums - n_in * (n_in + 1) / 2) / (n_in * n_out), [0.025, 0.975])
print(f"by chance, 95 % of the time between {low:.2f} and {high:.2f}, with {n_in} against {n_out} frauds")
audit.privacy.set_index("measure").loc[["membership_auc"], ["value", "low", "high"]].round(2)

# %% [markdown]
# The audit's attack is another one: it uses all columns, and also looks at how dense real payments lie around each
# fraud. Compare its figure with that of the simple attack: what one attack finds is a lower limit of what can be found.
#
# An interval that lies above 0.5 is a leak that was found. One that holds 0.5 means that *this* attack, on *these*
# rows, found none. It is no proof of privacy: **synthetic is not anonymous**.

# %% [markdown]
# ## Likeness does not warn you
# The same audit for rows that are copied, rows between neighbours (SMOTE) and rows from a model of the whole class (a
# Gaussian copula).

# %%
audits = {"SMOTE": audit}
for sampler in (sb.RandomSampler, sb.GaussianCopulaSampler):
    other = exp.run(sampler(sampling_strategy=ratio, random_state=0))
    audits[sampler.label] = sb.audit_synthetic(other)

asked = ["two_sample_auc", "column_shapes", "out_of_range", "exact_copies", "closest_record_ratio", "membership_auc"]
figures = {name: with_interval(pd.concat([one.fidelity, one.privacy])) for name, one in audits.items()}
pd.DataFrame(figures).loc[asked]

# %% [markdown]
# By the measures of likeness the copies look no worse than SMOTE's rows, as far as the intervals can tell, and every
# one of them is a customer's payment. Exact copies are 0 for SMOTE, and yet the attack works, because each row lies
# between two real ones. *Copy detectors* (exact copies, closest record) find repeated rows. They do not measure
# privacy. (`closest_record_ratio`: 1 is as far from the nearest training fraud as kept-out frauds are, 0 is a copy.)
# The copula draws from the class as a whole; whether the attack found something there, its interval says.

# %% [markdown]
# ## Does the model still give honest probabilities?
# Honest means: of the payments that get 0.1, one in ten is a fraud. `calibration_error` is the mean gap between the
# two; `brier`, the mean squared distance between probability and outcome, also counts how well frauds are told apart.
# For both, lower is better.
#
# Rebalancing tells the model that frauds are common. Here it learns from one fraud for two honest payments. Its
# probabilities are shown as it gives them, and after recalibration on the real validation rows. Their sum is how many
# frauds it expects in the holdout.

# %%
half = sb.SMOTESampler(sampling_strategy=0.5, random_state=0)
as_given = sb.Experiment(split, calibration="none", random_state=0).run(half)
recalibrated = exp.run(half)

runs = {"none": exp.none, "SMOTE, as given": as_given, "SMOTE, recalibrated": recalibrated}
names = ["calibration_error", "brier", "average_precision"]
table = pd.DataFrame({key: [str(one.scores[name]) for name in names] for key, one in runs.items()}, names).T
expected = [round(one.holdout_probabilities.sum()) for one in runs.values()]
print(exp.sentence(recalibrated))
table.assign(expected=expected, real=int(split.holdout.y.sum()))

# %% [markdown]
# Recalibration, here with an intercept and a slope, mends the probabilities. It cannot mend the order of the rows:
# average precision is the same before and after. The sentence says how that compares with doing nothing, the table what
# is left of the error.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.4
# For plain copies there is a formula. If each fraud was there `times` times in training, a consistent model's *odds*,
# p / (1 - p), are `times` times too high. Write `undo(p, times)`: it gets an array of such probabilities and returns
# the probabilities for the real share of frauds.


# %% tags=["exercise"]
#: undo = ...  # def undo(p, times): ...
def undo(p, times):
    """Probabilities for the real share of frauds."""
    return p / (p + times * (1 - p))


teach.check("5.4", undo)

# %% [markdown]
# ## Is it fair?
# Rates of each group at the run's own threshold, before and after rebalancing, on the same holdout rows: which share of
# the frauds is caught (recall), and which share of the honest payments is flagged by mistake. Ages are cut into bands.

# %%
import warnings

people = "customer_age"  # Yours: a column, or several, that stand for groups of people.
with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter("always")
    rates = sb.audit_synthetic(run, protected=[people]).fairness
print(*[textwrap.fill(str(one.message), 100) for one in heard], sep="\n")

groups = rates[rates["group"] != people]
shown = with_interval(groups, digits=3).to_frame("text").assign(group=groups["group"].to_numpy()).reset_index()
table = shown.pivot(index="group", columns="measure", values="text")
table[["recall_before", "recall", "recall_change", "false_positive_rate_before", "false_positive_rate"]]

# %% [markdown]
# Before you say that the model catches fewer frauds of one age than of another, or that rebalancing hurt one of them:
# how many frauds is that based on, and does the interval of the *change* allow it?

# %%
change = {"recall_change": "recall", "false_positive_rate_change": "false alarms"}
moved = groups[groups["measure"].isin(change)].copy()
moved["verdict"] = np.select([moved["low"] > 0, moved["high"] < 0], ["a rise", "a fall"], "cannot tell")
gap = rates[(rates["group"] == people) & rates["measure"].isin(["recall_difference", "recall_difference_change"])]
sentences = [*groups.loc[groups["measure"] == "recall", "sentence"], *gap["sentence"]]
print(*[textwrap.fill(one, 100) for one in sentences], sep="\n")
moved.pivot(index="group", columns="measure", values="verdict").rename(columns=change)

# %% [markdown]
# Recall rests on the frauds of a group, false alarms on its honest payments, of which there are many more. Both fall
# where a run's own threshold flags fewer payments, so read them together. Each interval is for itself: the more of them
# you look at, the more likely one excludes 0 by chance.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.5
# A group's recall is 0.8. How many **frauds** must the group have in the holdout, so that its 95 % Wilson interval is
# no wider than 20 points (high less low at most 0.2)? Try multiples of five and give the smallest, with
# `binomtest(caught, frauds).proportion_ci(method="wilson")`.

# %% tags=["exercise"]
#: frauds_needed = ...  # a whole number
tried = {n: binomtest(4 * n // 5, n).proportion_ci(method="wilson") for n in range(5, 200, 5)}
frauds_needed = min(n for n, interval in tried.items() if interval.high - interval.low <= 0.2)

teach.check("5.5", frauds_needed)

# %% [markdown]
# How many frauds each group has here stands in the sentences above the table. Where that is not enough, the honest
# answer is "this holdout cannot tell": merge groups or keep a larger holdout, and do not report the difference as a
# finding.
#
# In the panel: **Quality** shows the figures of this lesson for the latest run, and the nearest real rows of a new one.

# %%
from synthbalance.ui import BalanceLab

BalanceLab(experiment=exp)

# %% [markdown]
# ## What would mislead you
# - **"The classifier cannot tell them apart, so they are good."** With few real rows it learns little. And it does not
#   mind copies: they did no worse than SMOTE's rows above.
# - **"No exact copies, so it is private."** See SMOTE above.
# - **"The attack found nothing, so it is private."** One attack, on so many rows. Another may do better.
# - **"The likeness is below 1, so the rows are bad."** What do real rows reach? Two sets of real frauds differ as well.
# - **"The gap between groups closed."** Look at the interval of the *change*, on the same rows.
#
# ## Take away
# Good, private and fair are three questions. Read each figure beside that of real rows and with its interval.
# Recalibrate on real rows. Say "cannot tell" where you cannot. Synthetic is not anonymous.
