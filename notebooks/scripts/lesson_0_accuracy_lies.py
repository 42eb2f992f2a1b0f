# %% [markdown]
# # Lesson 0: Accuracy lies
#
# - **Goal**: say why 99.8 % accuracy can be worthless, work out how many alerts are real, choose a measure that
#   shows it.
# - **Time**: 20 minutes.
# - **Data**: 100,000 simulated payments, two in a thousand of them fraud.

# %%
import pandas as pd

import synthbalance as sb
from synthbalance import teach

payments, target = teach.table("0")
# Yours: teach.table("0", sb.read_table("yours.csv"), "fraud"); the checks follow.
# The real card payments of ULB: teach.table("0", sb.fetch_creditcard(), "Class").

# %% [markdown]
# ## See it in a minute
# Two models for the same payments. The first never looks: it calls everything legitimate. The second is a
# gradient-boosted model, scored on a quarter of the rows that it has never seen.
#
# `split_holdout` deals the rows out to three parts: `train` to learn from, `validation` to tune on (here the threshold
# from which on a payment is flagged), and `holdout`, which only gives the score. Each has its columns in `.X` and the
# target in `.y`, where 1 is a fraud. An `Experiment` trains on them and keeps the scores; `run("none")` trains on the
# rows as they are, with nothing rebalanced. `confusion` counts true and false positives and negatives: `tp`, `fp`,
# `tn`, `fn`.

# %%
split = sb.split_holdout(payments, target=target, random_state=0)
exp = sb.Experiment(split, random_state=0)
model = exp.run("none")

counts = {name: int(count) for name, count in model.confusion.items()}
right = {"never looks": counts["tn"] + counts["fp"], "learned": counts["tp"] + counts["tn"]}
table = pd.Series(right, name="accuracy").to_frame() / sum(counts.values())
table.assign(**{"frauds caught": [0, counts["tp"]], "frauds in the holdout": counts["tp"] + counts["fn"]})

# %% [markdown]
# The accuracies differ in the fourth digit. One of the two models catches nothing.

# %% [markdown]
# ## The idea
# When one class is rare, nearly every measure that counts the common class is decided before a model is trained.
# Two questions cut through:
#
# 1. **What would a model get that looks at nothing?** The share of the rare class, the *base rate*, sets that line.
# 2. **Of those I alert on, how many are real?** That is *precision*; it depends on the base rate as much as on the
#    model.

# %% [markdown]
# ## By hand
# The base rate, with the interval that so many holdout rows allow. (Intervals in these lessons are 95 % intervals: what
# else the truth might be, going by these rows.)

# %%
from scipy.stats import binomtest

rare, rows = int(split.holdout.y.sum()), len(split.holdout)
low, high = binomtest(rare, rows).proportion_ci(method="wilson")
print(f"{rare} frauds in {rows} payments: {rare / rows:.2%} ({low:.2%} to {high:.2%})")

# %% [markdown] tags=["exercise"]
# ### Exercise 0.1
# What is the accuracy of a model that calls **every** payment of the whole table legitimate?

# %% tags=["exercise"]
#: accuracy = ...  # a number between 0 and 1
accuracy = (payments[target] == 0).mean()

teach.check("0.1", accuracy)

# %% [markdown]
# ### From recall and false alarms to precision
# A vendor promises: "We catch 80 % of the frauds and flag only 1 % of the honest payments." The share of the frauds
# that is caught is called *recall*, the share of the honest payments that is flagged the *false positive rate*. Sounds
# good. How many of the flagged payments are frauds? Count them, for 100,000 payments.

# %%
base_rate = payments[target].mean()
frauds, honest = 100_000 * base_rate, 100_000 * (1 - base_rate)
pd.Series({"frauds": frauds, "caught": 0.8 * frauds, "honest": honest, "flagged though honest": 0.01 * honest})

# %% [markdown] tags=["exercise"]
# ### Exercise 0.2
# What is the precision of the vendor's alerts: the share of the flagged payments that are frauds?

# %% tags=["exercise"]
#: precision = ...
caught, false_alarms = 0.8 * frauds, 0.01 * honest
precision = caught / (caught + false_alarms)

teach.check("0.2", precision)

# %% [markdown]
# The same vendor, the same promise, at other base rates. The promise says nothing about the alerts.

# %%
rates = pd.Series([0.5, 0.1, 0.02, 0.002, 0.0002])
caught, flagged = 0.8 * rates, 0.01 * (1 - rates)
pd.DataFrame({"base rate": rates, "alerts that are frauds": caught / (caught + flagged)}).style.format("{:.2%}").hide()

# %% [markdown]
# ## ROC against precision-recall
# Lower the threshold step by step: recall rises, and so do the false alarms. The ROC curve (receiver operating
# characteristic) draws recall over the false positive rate. That is a share of the *honest payments*, and there are so
# many of those that thousands of false alarms hardly move it. The precision-recall curve draws precision over recall;
# the area under it, *average precision*, asks about the alerts. Both on the same holdout rows, with their intervals:

# %%
names = ["roc_auc", "average_precision"]
guessing = [0.5, rare / rows]
pd.DataFrame(
    {"a model that guesses": guessing, "this model": [str(model.scores[name]) for name in names]},
    ["area under ROC", "average precision"],
)

# %% [markdown]
# Here is the panel of the package, on the same experiment. Open its tab **Score**: it draws the precision-recall curve
# with the base rate as its dotted line, and ROC beside it. Drag the decision threshold and watch precision and recall
# move against each other. (What stands under the panel is its summary, which stays in the saved notebook.)

# %%
from synthbalance.ui import BalanceLab

BalanceLab(experiment=exp)

# %% [markdown] tags=["exercise"]
# ### Exercise 0.3
# You may show one thing to the team that will work through the alerts: the accuracy, the ROC curve or the
# precision-recall curve. Which one shows them what to expect: `"accuracy"`, `"ROC"` or `"precision-recall"`?

# %% tags=["exercise"]
#: curve = ...
curve = "precision-recall"

teach.check("0.3", curve)

# %% [markdown]
# ## What would mislead you
# - **A high ROC area at a low base rate.** Three points of the same model's ROC curve: how many honest payments are
#   flagged for each fraud that is caught, and the precision of these alerts, with its interval.

# %%
import numpy as np

risk, fraud = model.holdout_probabilities, split.holdout.y.to_numpy() == 1
order = np.argsort(-risk, kind="stable")
found, alarms = np.cumsum(fraud[order]), np.cumsum(~fraud[order])
at = [np.searchsorted(found, share * fraud.sum()) for share in (0.5, 0.8, 0.95)]
table = pd.DataFrame({"recall": found[at] / fraud.sum(), "false positive rate": alarms[at] / (~fraud).sum()})
table["honest flagged for each fraud"] = (alarms[at] / found[at]).round(1)
pairs = zip(found[at], alarms[at] + found[at], strict=True)
ends = [(hits / all_, *binomtest(int(hits), int(all_)).proportion_ci(method="wilson")) for hits, all_ in pairs]
table.assign(precision=[str(sb.Score(*one)) for one in ends]).round(4)

# %% [markdown]
# - **A holdout with few frauds.** The interval of the average precision above is wide because it rests on the frauds
#   in the holdout, not on its rows. More honest payments do not narrow it.
# - **Measuring on rebalanced rows.** Precision on a table with as many frauds as honest payments is a number from
#   another world: see the vendor's first line above.
#
# ## Take away
# Ask for the base rate first. Say precision *and* recall, with intervals, on rows as rare as in life. Accuracy is not
# a measure of a fraud model, and neither is the area under ROC alone.
