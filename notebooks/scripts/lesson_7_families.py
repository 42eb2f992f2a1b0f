# %% [markdown]
# # Lesson 7: Rules, statistics, models
#
# - **Goal**: know the families of synthetic data by what they do to one small table, choose one for a purpose, and say
#   which of them may be called private.
# - **Time**: 25 minutes.
# - **Data**: 10,000 simulated payments, two in a hundred of them fraud.

# %%
from importlib.util import find_spec

import pandas as pd

import synthbalance as sb
from synthbalance import teach

payments, target = teach.table("families")
# Yours: teach.table("families", sb.read_table("yours.csv"), "fraud"); name columns of yours where a cell names one.
# The real card payments of ULB: teach.table("families", sb.fetch_creditcard(), "Class").

# %% [markdown]
# ## See it in a minute
# Nine ways to make frauds from the same training rows. The last three train a model and need torch; without it, six
# remain. They are trained for few steps only, so that you do not wait; more would make them better.

# %%
split = sb.split_holdout(payments, target=target, random_state=0)
X, y = split.train.X, split.train.y
same = {"sampling_strategy": sb.suggested_ratio(y), "random_state": 0}
families = {
    "copies": sb.RandomSampler(**same),
    "SMOTE": sb.SMOTESampler(**same),
    "MGS": sb.MGSSampler(**same),
    "copula": sb.GaussianCopulaSampler(**same),
    "counterfactual": sb.CounterfactualSampler(**same),
    "rules": sb.RuleSampler(**same),
}

# %%
if find_spec("torch") is None:
    print("Left out, for want of torch: GAN, VAE and diffusion. The lesson goes on with the other six families.")
    print("To see all nine: pip install 'synthbalance[torch]', then restart the kernel.")
else:
    families["GAN"] = sb.ConditionalGANSampler(steps=80, **same)
    families["VAE"] = sb.VAESampler(steps=120, **same)
    families["diffusion"] = sb.DiffusionSampler(steps=120, **same)

# %% [markdown]
# The model that an experiment trains plays no part in this lesson, so it is a small one. What new rows are worth to a
# model is the matter of lessons 3 to 6.

# %% tags=["slow", "timed"]
exp = sb.Experiment(split, model=sb.default_model(n_estimators=20, n_jobs=1), seeds=1, random_state=0)
runs = {name: exp.run(sampler) for name, sampler in families.items()}
made = {name: [f"{len(run.synthetic)}", f"{run.seconds['resample']:.1f}"] for name, run in runs.items()}
pd.DataFrame(made, ["new rows", "seconds"]).T

# %% [markdown]
# Two new frauds of each:

# %%
columns = ["merchant_category", "channel", "amount", "distance_km", "payments_24h", "amount_24h", "device_age_days"]
pd.concat({name: run.synthetic[columns].head(2) for name, run in runs.items()}).droplevel(1).round(2)

# %% [markdown]
# ## The idea
# A new row has to come from somewhere. There are five answers.
#
# 1. **From a real row as it is**: copies.
# 2. **From real rows nearby**: SMOTE goes part of the way from one to a neighbour; MGS draws from a normal
#    distribution fitted to each neighbourhood (multivariate Gaussian SMOTE).
# 3. **From a real row, edited**: a counterfactual takes an honest payment and writes into it just as many values of a
#    real fraud as turn it over; rules write what an expert has written down.
# 4. **From statistics of all rows**: a copula keeps how each column is distributed and one table of correlations.
# 5. **From a trained model**: GAN, VAE and diffusion turn noise into rows. A GAN learns from a critic, a VAE
#    (variational autoencoder) by squeezing rows through a bottleneck, diffusion by taking noise away step by step.
#
# Roughly, down this list less is taken over from single people, and more is left to somebody's idea of the table.

# %% [markdown]
# ## By hand
# ### Do the rows keep what every real row keeps?
# Three rules that hold in every real payment: only a payment online has no distance, only a payment online has a
# device, and money was spent in 24 hours if and only if there were payments. Shares of new rows that break each:


# %%
def broken(rows):
    online = rows["channel"] == "online"
    return {
        "distance and channel": (online != rows["distance_km"].isna()).mean(),
        "device and channel": (online != rows["device_age_days"].notna()).mean(),
        "spent and payments": ((rows["amount_24h"] > 0) != (rows["payments_24h"] > 0)).mean(),
    }


tables = {"real frauds": X[y == 1]} | {name: run.synthetic for name, run in runs.items()}
shares = pd.DataFrame({name: broken(rows) for name, rows in tables.items()}).T
shares.style.format("{:.0%}").bar(vmin=0, vmax=1, color="#d55e0066")

# %% [markdown]
# Being close to real rows does not protect from this, and neither does writing real values only: what goes together in
# one row can be torn apart when cells come from two. Copies keep everything. The shipped rules were written by someone
# who knew.

# %% [markdown]
# ### Were the values seen before?
# The share of new cells whose value stands in the same column of the training part, in a few columns. A category can
# hardly be new; an amount can.


# %%
def seen(rows):
    return pd.Series({name: rows[name].isin(X[name]).mean() for name in columns})


table = pd.DataFrame({name: seen(run.synthetic) for name, run in runs.items()}).T
table.style.format("{:.0%}").bar(vmin=0, vmax=1, color="#0072b266")

# %% [markdown] tags=["exercise"]
# ### Exercise 7.1
# Look at **every** column of the table, `paid_at` too. Which families write only values that were observed in their
# column? The names as they stand in `runs`.

# %% tags=["exercise"]
#: observed_only = ...  # a set of names
observed_only = {
    name
    for name, run in runs.items()
    if all(run.synthetic[column].isin(X[column]).all() for column in run.synthetic.columns)
}

teach.check("7.1", observed_only)

# %% [markdown]
# ### Are they like real frauds?
# The audit compares the new rows with real frauds of the validation part, which nothing was trained on.
# `two_sample_auc`: can a classifier tell them from real ones (0.5 = no)? `pair_trends`: do columns depend on each
# other alike (1 = yes)? `out_of_range`: the share with a value that no real training fraud bears out.

# %% tags=["slow"]
audits = {name: sb.audit_synthetic(run) for name, run in runs.items()}


def measured(part, *names):
    def of(audit):
        found = getattr(audit, part).set_index("measure")
        return {name: "{:.2f} ({:.2f} to {:.2f})".format(*found.loc[name, ["value", "low", "high"]]) for name in names}

    return pd.DataFrame({name: of(audit) for name, audit in audits.items()}).T


measured("fidelity", "two_sample_auc", "pair_trends", "out_of_range")

# %%
print("real frauds in the validation part:", int(split.validation.y.sum()))

# %% [markdown]
# Read the intervals before you rank anything: most of them overlap. So few real frauds cannot tell most families apart.
# Copies are no winner by the first measure, though each is a real row: the classifier meets the same row twice.

# %% [markdown]
# ### Do they betray real people?
# `exact_copies`: the share of new rows that are a real one. `closest_record_ratio`: how near they lie to training rows,
# in units of how near other real frauds lie; far below 1 they cling to them. `membership_auc_rare`: an attacker who
# has the new rows guesses of a fraud whether it was in the training part; 0.5 is a coin.

# %%
measured("privacy", "exact_copies", "closest_record_ratio", "membership_auc_rare")

# %% [markdown]
# No copies is not the same as no trace. SMOTE makes no copy at all; see what the attacker makes of its rows.

# %% [markdown] tags=["exercise"]
# ### Exercise 7.2
# How many of the people behind the training frauds have left a trace in SMOTE's rows? `smote.parents_` names the two
# parents of each new row, as positions in `X`. What share of the training **frauds** is a parent of at least one?

# %%
smote = sb.SMOTESampler(**same)
X_more, y_more = smote.fit_resample(X, y)
smote.parents_.head(3)

# %% tags=["exercise"]
#: share = ...  # a number between 0 and 1
share = len(set(smote.parents_["seed"]) | set(smote.parents_["neighbor"])) / (y == 1).sum()

teach.check("7.2", share)

# %% [markdown] tags=["exercise"]
# ### Exercise 7.3
# A partner wants a table that is anonymous. Which family may you hand over with that word, without looking further:
# `"SMOTE"`, `"copula"`, `"diffusion"`, `"rules"` or `"none"`?

# %% tags=["exercise"]
#: private = ...
private = "none"

teach.check("7.3", private)

# %% [markdown]
# ### When to take which
#
# | family | needs | keeps | cannot | take it for |
# |---|---|---|---|---|
# | copies | one row | everything in a row | show anything new | a yardstick for all others |
# | SMOTE, MGS | some neighbours | the neighbourhood | keep "only if" rules | a quick try, numbers above all |
# | counterfactual | both classes, a model | observed values | fit all cells to the edit | what makes a row fraud |
# | rules | someone who knows | what was written down | know what was not | new schemes, stress tests |
# | copula | some hundred rows | columns, correlations | keep "only if" rules | sharing statistics, a baseline |
# | GAN | many rows, long training | label and conditions | promise to cover all kinds | what-if with conditions |
# | VAE | many rows | the common kinds | promise the rare kinds | a model in less time |
# | diffusion | many rows, long training | most, once trained | be quick to train and to draw | likeness, given time |
#
# The cells above show some of this on one small table; the project's `benchmarks/results` show more, on real tables.
# Whatever you take: `constraints`, `immutable` and `permitted_range` hold known rules for every sampler.
#
# The same rows in the panel: **Quality** shows a new row beside its parents, its edits or the nearest real rows.

# %%
from synthbalance.ui import BalanceLab

BalanceLab(experiment=exp)

# %% [markdown]
# ## What would mislead you
# - **One measure.** No family is best in all the tables above; whoever shows you one measure has chosen it.
# - **A few steps.** The models were trained for seconds. You saw how they fail early, not how good they can become.
# - **"Synthetic, hence anonymous".** Every family here starts from real rows. An attack that finds nothing sets a lower
#   limit to what others may find. Privacy needs a guarantee of its own, such as differential privacy; these samplers
#   give none.
# - **Rules that flatter.** A model tested on rows of rules is tested on what their author knew.
# - **A gain over a stunted model.** The panel above also scores each run, with the twenty trees that we took to save
#   time. The best of several runs is lucky, too. Before you believe such a gain, look at what the full model gets from
#   no new rows at all:

# %%
full = sb.Experiment(split, model=sb.default_model(n_jobs=1), seeds=1, random_state=0).run("none")
scored = {
    "twenty trees": exp.run("none"),
    "twenty trees, best run": max(runs.values(), key=lambda run: run.delta.value),
}
scored["full model"] = full
pd.Series({f"{name}: {run.name}": str(run.scores["average_precision"]) for name, run in scored.items()})

# %% [markdown]
# ## Take away
# Ask of each new row: where does it come from, what does it keep, whom does it show? Near methods cling to people,
# edits tear rows apart, statistics forget rules, models need rows and time. Choose by purpose, measure with intervals,
# and call none of them private by itself.
