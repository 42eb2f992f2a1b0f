# %% [markdown]
# # Quickstart: does rebalancing help here?
#
# A rare class, such as fraud, can be topped up with copies, with SMOTE rows or with weights. Whether that is
# worth anything shows only on **real rows that nothing synthetic ever touched**. This notebook makes that
# comparison in five steps and then does the same with a slider.
#
# It runs from top to bottom in under a minute, offline.

# %%
import synthbalance as sb

# %% [markdown]
# ## 1. Payments, a few of them fraud
# Simulated card payments: customers, terminals, amounts, three kinds of fraud. The same seed gives the same rows.

# %%
payments = sb.load_transactions(n_rows=40_000, fraud_rate=0.01, random_state=0)
payments[["paid_at", "amount", "merchant_category", "channel", "distance_km", "is_fraud"]].head()

# %% [markdown]
# ## 2. Split before anything else
# Train, validation, holdout. Only the training part is ever rebalanced; the threshold and the calibration are
# learned on the validation rows; the holdout is looked at, and each look is counted.

# %%
split = sb.split_holdout(payments, target="is_fraud", random_state=0)
split

# %% [markdown]
# ## 3. Doing nothing is the line to beat
# The default model is a LightGBM that stays stable when one row in a hundred, or in a thousand, is rare. A weak
# baseline would make any rebalancing look like a triumph.

# %%
exp = sb.Experiment(split, costs=sb.Costs(missed="amount", review=5), random_state=0)
none = exp.run("none")
exp.sentence(none)

# %% [markdown]
# ## 4. SMOTE, at a small ratio
# New rows between each fraud and its nearest frauds, until there are 5 frauds for 100 other payments. The
# difference to doing nothing is measured on the same holdout rows and carries an interval.

# %%
smote = exp.run(sb.SMOTESampler(sampling_strategy=0.05, random_state=0))
exp.sentence(smote)

# %% [markdown]
# Every synthetic row is known, and so are the two real rows it lies between (positions in the training part).

# %%
smote.balanced().tail(3)[["amount", "channel", "distance_km", "is_fraud", "is_synthetic"]].join(
    smote.parents.tail(3).set_axis(smote.balanced().tail(3).index)
)

# %% [markdown]
# ## 5. The ledger
# One row a strategy, "none" first. `delta` is positive where the strategy is better; its bounds hold for all the
# looks at the holdout together, so that the last of many tries does not win by luck.

# %%
exp.run("class_weight")
exp.run("random")
exp.compare()[["value", "low", "high", "delta", "delta_low", "delta_high", "recall", "precision", "cost"]].round(3)

# %% [markdown]
# ## 6. The same with a slider
# Choose a strategy, move the share of the rare class, drag the threshold. A quick preview is scored on validation
# rows; the exact run that follows is scored on the holdout. (In a viewer without widgets you see the last state as a
# table and a curve.)
#
# Six steps: **Data**, **Rebalance**, **Score**, **Compare**, **Quality** (where a synthetic row comes from, whether it
# is like real ones) and **Export** (script, dataset, data card, model). This is what Quality looks like:
#
# ![Step Quality: points, the parents of one synthetic row, measures](../docs/images/quickstart.jpg)

# %%
from synthbalance.ui import BalanceLab

lab = BalanceLab(split=split, costs=sb.Costs(missed="amount", review=5))
lab

# %% [markdown]
# The panel can be driven from code, too, which is how a notebook without a front end uses it.

# %%
lab.strategy = "smote"
lab.ratio = 0.05
lab.wait(timeout=120)
lab.message

# %% [markdown]
# ## 7. Take it with you
# A script that gives the same scores again, and a data card for whoever has to approve the model.

# %%
print(smote.to_code())
