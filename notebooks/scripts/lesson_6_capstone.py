# %% [markdown]
# # Lesson 6: Capstone, one look
#
# - **Goal**: choose a strategy under a budget, look at the holdout once, and defend the choice with intervals, also
#   when the choice is to do nothing.
# - **Time**: 35 minutes.
# - **Data**: 40,000 simulated payments, five in a thousand of them fraud.

# %%
import textwrap

import pandas as pd

import synthbalance as sb
from synthbalance import teach

payments, target = teach.table("6")
# Yours: teach.table("6", sb.read_table("yours.csv"), "fraud"); the checks follow.
# The real card payments of ULB: teach.table("6", sb.fetch_creditcard(), "Class").

# %% [markdown]
# ## See it in a minute
# The budget: a review costs 5, a missed fraud its amount, and **one** strategy may be compared with doing nothing on
# the holdout. Everything before that look happens on the other rows.

# %%
split = sb.split_holdout(payments, target=target, random_state=0)
costs = sb.Costs(missed="amount", review=5) if "amount" in payments else sb.Costs(missed=100, review=5)
exp = sb.Experiment(split, costs=costs, random_state=0)
split

# %% [markdown]
# ## The idea
# Every look at the holdout is a chance to be lucky. Five strategies tried on the same rows will show one that seems to
# win, even if all of them do nothing. So: say before what would convince you, choose on other rows, look once.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.1
# Before anything else: how much can this holdout tell? Its verdict rests on its rare rows. How many are there?

# %% tags=["exercise"]
#: rare_rows = ...  # a whole number
rare_rows = int(split.holdout.y.sum())

teach.check("6.1", rare_rows)

# %% [markdown]
# ## By hand
# ### 1. Candidates, without a look
# A preview trains on the training part and scores the real **validation** rows. The holdout is not touched:
# `exp.looks`, the count of looks at it, stays where it is. The keys name strategies of the package: nothing, frauds
# that weigh more, copies of frauds, SMOTE, and several models each trained on all frauds and some of the others.

# %%
candidates = ["none", "class_weight", "random", "smote", "under_bagging"]
previews = pd.Series({key: exp.preview(key).scores["average_precision"] for key in candidates})
print(f"looks at the holdout: {exp.looks}; frauds among the validation rows: {int(split.validation.y.sum())}")
previews.sort_values(ascending=False).round(3).to_frame("average precision, validation rows")

# %% [markdown] tags=["exercise"]
# ### Exercise 6.2
# By the table alone, which candidate would a hasty analyst take? Give its key.

# %% tags=["exercise"]
#: hasty = ...
hasty = previews.idxmax()

teach.check("6.2", hasty)

# %% [markdown]
# ### 2. How far apart are they?
# A rehearsal: the training part is split once more, and the validation rows play the holdout. The real holdout stays
# locked; the interval shows what so few frauds can tell.
# (The leader is the best of the table other than doing nothing.)

# %%
train, stage = (part.X.assign(**{target: part.y}) for part in (split.train, split.validation))
rehearsal = sb.Experiment(sb.Split.from_frames(train, stage, target=target, validation=0.2), random_state=0)
leader = previews.drop("none").idxmax()
rehearsed = rehearsal.run(leader)
print(textwrap.fill(rehearsal.sentence(rehearsed), 100))

# %% [markdown] tags=["exercise"]
# ### Exercise 6.3
# Write what you will say **before** you look: a function that takes the lower and the upper bound of a difference to
# doing nothing and returns `"better"`, `"worse"` or `"not distinguishable"`.


# %% tags=["exercise"]
#: verdict = ...  # def verdict(low, high): ...
def verdict(low, high):
    if low > 0:
        return "better"
    return "worse" if high < 0 else "not distinguishable"


teach.check("6.3", verdict)

# %% [markdown]
# ### 3. The look
# One run of the candidate that led. The difference is paired, on the same holdout rows, and its interval holds the
# luck of the rows, of three seeds and of every look so far. `exp.compare()` is the ledger of these looks.

# %%
run = exp.run(leader)
print(textwrap.fill(exp.sentence(run), 100))

# %%
shown = ["value", "low", "high", "delta", "delta_low", "delta_high", "recall", "precision", "cost"]
exp.compare()[shown].round(3)

# %% [markdown] tags=["exercise"]
# ### Exercise 6.4
# With your own words from 6.3, what do you report about the candidate: `"better"`, `"worse"` or
# `"not distinguishable"`? (The check works it out by itself; the first time that lasts some seconds.)

# %% tags=["exercise"]
#: report = ...
row = exp.compare().iloc[-1]
report = "better" if row["delta_low"] > 0 else "worse" if row["delta_high"] < 0 else "not distinguishable"

teach.check("6.4", report)

# %% [markdown]
# ### 4. Or let it choose, with the holdout locked
# `AutoBalance` does the same in a stricter way: repeated cross-validation inside the training part, corrected for
# overlapping folds and for the number of candidates. Two candidates here, to keep it short. A candidate that falls
# behind early is dropped after that round, without an interval.

# %% tags=["slow"]
advice = sb.AutoBalance(candidates=["class_weight", "random"], random_state=0).fit(split)
print(textwrap.fill(advice.reason, 100))

# %% [markdown]
# ## What would mislead you
# - **The preview of the leader.** Beside each other: what the previews promised, a bare figure; what the rehearsal made
#   of the same validation rows, with its interval (and fewer rows to train on); and what the holdout says.

# %%
promised = f"{previews[leader] - previews['none']:.3f}"
told = {"promised by previews": promised, "rehearsed": str(rehearsed.delta), "found on the holdout": str(run.delta)}
pd.Series(told, name="difference to none").to_frame()

# %% [markdown]
# - **A second look.** Run another strategy now and all intervals in `exp.compare()` grow, the first one's too: the
#   ledger counts.
# - **A point estimate in the slide.** Without its interval it says nothing about next month.
#
# In the panel the same ledger stands in **Compare**; **Export** writes the script and the data card that your reviewer
# needs.

# %%
from synthbalance.ui import BalanceLab

BalanceLab(experiment=exp)

# %% [markdown]
# ## Take away
# Say the rule before the look. Choose on rows that are not the holdout. Report the difference to doing nothing with
# its interval, the number of looks, and what the holdout could have detected. "Not distinguishable" is a result.
