# %% [markdown]
# # Lesson 1: Cost and threshold before any resampling
#
# - **Goal**: put a price on the two kinds of mistakes, choose a threshold that keeps the cost low, decide row by row
#   with the amount, and see what resampling adds after that.
# - **Time**: 35 minutes.
# - **Data**: 40,000 simulated payments, one in a hundred of them fraud.

# %%
import numpy as np
import pandas as pd

import synthbalance as sb
from synthbalance import teach

payments, target = teach.table("1")
# Yours: teach.table("1", sb.read_table("yours.csv"), "fraud"), with a column "amount" or "Amount"; the checks follow.
# The real card payments of ULB: teach.table("1", sb.fetch_creditcard(), "Class").
amount = "amount" if "amount" in payments else "Amount"
review = 5  # euro for each alert, right or wrong

# %% [markdown]
# ## See it in a minute
# One model, four ways to decide, and what each of them costs on holdout rows. A fraud that is not flagged costs its
# amount; each flagged payment costs a review.

# %%
split = sb.split_holdout(payments, target=target, random_state=0)
costs = sb.Costs(missed=amount, review=review)
exp = sb.Experiment(split, costs=costs, primary="cost", random_state=0)
none = exp.run("none")
decision = exp.decision(none).set_index("measure")
print(*decision.loc[["cost_flag_none", "cost_flag_all", "cost", "cost_by_amount"], "sentence"], sep="\n")

# %% [markdown]
# Nothing was resampled, and nothing was trained anew between the lines: only the decision differs. What "the
# threshold" and "row by row" mean, and how far to trust each line, is this lesson.

# %% [markdown]
# ## The idea
# A model gives each payment a probability `p` of being fraud. Somebody has to turn it into an action:
#
# | | fraud | honest |
# |---|---|---|
# | **flagged** | review | review |
# | **not flagged** | the amount is lost | 0 |
#
# Flagging costs the review for certain. Not flagging costs `p * amount` on average. So flag where
# `p * amount >= review`, that is where **`p >= review / amount`** (Elkan, 2001; Bahnsen and others, 2013, with the
# amount of each row). Two things are needed: costs that somebody stands behind, and a `p` that is a probability.
#
# Textbooks often let the review of a real fraud cost nothing. Then the threshold is `review / (review + amount)`,
# which is nearly the same where the amount is much larger than the review.

# %% [markdown]
# ## By hand
# The money of each row, for rows that are flagged or not. Everything else in this lesson is a sum of it.


# %%
def money(flagged, part):
    return np.where(flagged, review, part.y * part.X[amount])


pd.Series({
    "nothing is flagged": money(False, split.holdout).sum(),
    "everything is flagged": money(True, split.holdout).sum(),
}, name="cost of the holdout").to_frame().map("{:,.0f} euro".format)  # fmt: skip

# %% [markdown] tags=["exercise"]
# ### Exercise 1.1
# Both need no model, so a model has to be cheaper than the cheaper of the two. Work both out for the **whole table**:
# what does the cheaper one cost, to flag no payment or to flag every payment?

# %% tags=["exercise"]
#: to_beat = ...  # euro
to_beat = min((payments[target] * payments[amount]).sum(), review * len(payments))

teach.check("1.1", to_beat)

# %% [markdown]
# ### The cost of each threshold
# A threshold of 0.5 is a habit, not a decision. Here is the cost of many thresholds on the **validation rows**: real
# rows that the model was not trained on and that are not the holdout.

# %%
grid = np.geomspace(0.001, 0.9, 60)
validation, p_validation = split.validation, none.validation_probabilities
curve = np.array([1000 * money(p_validation >= cut, validation).mean() for cut in grid])
table = pd.DataFrame({"threshold": grid, "cost of 1,000 payments": curve})[::6]
table.style.hide().format({"threshold": "{:.4f}", "cost of 1,000 payments": "{:.0f}"}).bar(
    subset=["cost of 1,000 payments"], vmin=0, color="#0072b266"
)

# %% [markdown]
# The cheapest threshold of these rows, and the one that the package chose on the same rows (it looks at every
# possible cut, so that the two need not be equal):

# %%
chosen = grid[curve.argmin()]
pd.Series({"cheapest of the grid": chosen, "package": none.threshold}, name="threshold").to_frame().round(4)

# %% [markdown]
# ### What it costs on the holdout
# The threshold is fixed now, so the holdout may speak. Intervals come from a bootstrap: payments are drawn anew 500
# times. The same draws serve all decisions, so that differences are paired.

# %%
holdout, p_holdout = split.holdout, none.holdout_probabilities
times = np.random.default_rng(0).multinomial(len(holdout), np.full(len(holdout), 1 / len(holdout)), 500)


def words(values):
    return str(sb.Score(values.sum(), *np.quantile(times @ np.asarray(values), [0.025, 0.975])))


habit, cheapest = money(p_holdout >= 0.5, holdout), money(p_holdout >= chosen, holdout)
shown = {"at 0.5": habit, "chosen on validation rows": cheapest, "difference": cheapest - habit}
pd.Series({name: words(values) for name, values in shown.items()}, name="cost of the holdout").to_frame()

# %% [markdown]
# The package's figure in the first minute is near the second line, not equal to it: its threshold is its own, and its
# interval is reckoned from the spread of such draws and of three trainings, alike to both sides.

# %% [markdown]
# ### The threshold without a search
# The formula gives a threshold at once, if `p` is a probability: of the payments with `p` near 0.1, one in ten is a
# fraud. Is it so? The package corrects the probabilities on the validation rows (it *calibrates* them); this is what is
# left on the holdout. A logit is `log(p / (1 - p))`, the logarithm of the odds.

# %%
table = exp.calibration_table(none).query("run == 'none'").set_index("measure")
print(*table.loc[["calibration_error", "calibration_intercept", "calibration_slope"], "sentence"], sep="\n")

# %% [markdown]
# Gap 0, logits 0 and slope 1 would be perfect. An interval that leaves out its perfect value says that the formula can
# only be roughly right here: the correction itself was learned from the few frauds among the validation rows.

# %% [markdown] tags=["exercise"]
# ### Exercise 1.2
# Suppose that a missed fraud costs **100** euro, whatever its amount, and each alert, right or wrong, **20**. From
# which probability on is flagging the cheaper choice?

# %% tags=["exercise"]
#: threshold = ...  # a number between 0 and 1
threshold = 20 / 100

teach.check("1.2", threshold)

# %% [markdown]
# With amounts that differ there is no single price of a missed fraud. One answer is the mean amount of the frauds in
# the training rows. Another one is the threshold of each row: `review / amount`.

# %% [markdown] tags=["exercise"]
# ### Exercise 1.3
# Write `decide(p, amount, review)`. `p` and `amount` are arrays with a number for each payment, `review` is one number.
# It returns an array of true and false: flag where the expected loss is at least the review. Mind amounts of 0.


# %% tags=["exercise"]
#: decide = ...  # write it: def decide(p, amount, review): ...
def decide(p, amount, review):
    return p * amount >= review


teach.check("1.3", decide)

# %% [markdown]
# All ways on the same holdout rows. The differences are to the threshold that was chosen on the validation rows.

# %%
typical = split.train.X[amount][split.train.y == 1].mean()
flags = {
    "at 0.5": p_holdout >= 0.5,
    "cheapest on validation rows": p_holdout >= chosen,
    "review / mean amount": p_holdout >= review / typical,
    "row by row": p_holdout * holdout.X[amount] >= review,
}
rows = [(f.sum(), holdout.y[f].sum(), words(m := money(f, holdout)), words(m - cheapest)) for f in flags.values()]
table = pd.DataFrame(rows, flags, ["alerts", "frauds caught", "cost", "difference"])
table.replace({"difference": {words(0 * cheapest): "(compared with this)"}})

# %% [markdown]
# Read the column of differences, not the order of the costs: an interval that reaches from below 0 to above 0 leaves
# open which of the two is cheaper. Each interval holds for itself and for this trained model: whoever compares many
# ways on one holdout finds one that looks good by luck. Choose the way before.
#
# Why are the intervals so wide? Look at what the missed frauds are made of, the dearest first, with the share of the
# whole loss down to each line:

# %%
missed = (holdout.y == 1) & ~flags["cheapest on validation rows"]
lost = holdout.X.loc[missed, amount].sort_values(ascending=False)
table = pd.DataFrame({"amount of the missed fraud": lost, "share of all that is lost": lost.cumsum() / lost.sum()})
table.head().round(2).rename_axis("payment")

# %% [markdown]
# Where a line or two make up much of the loss, a draw that leaves these payments out, or holds them twice, has another
# cost. More honest payments would not help; more frauds would.
#
# In the panel: its tab **Score** draws the cost of every number of alerts; the costs can be changed there.

# %%
from synthbalance.ui import BalanceLab

BalanceLab(experiment=exp)

# %% [markdown]
# ### When only so many can be reviewed
# A team that can review two alerts a day does not ask for the cheapest threshold, but for the best two.

# %%
a_day = 2
days = payments["paid_at"].dt.normalize().nunique() if "paid_at" in payments else 120  # yours: days in the table
n_alerts = round(a_day * days * len(validation) / len(payments))
print(f"{len(payments) / days:.0f} payments a day; {n_alerts} alerts among the validation rows.")

# %% [markdown] tags=["exercise"]
# ### Exercise 1.4
# Write `cut(p, n)`: a threshold such that at most `n` of the payments have `p >= threshold`, and as many as possible
# within that. Payments with the same `p` are flagged together or not at all.


# %% tags=["exercise"]
#: cut = ...  # write it: def cut(p, n): ...
def cut(p, n):
    candidates = np.append(np.unique(p), np.inf)
    return next(candidate for candidate in candidates if np.sum(p >= candidate) <= n)


teach.check("1.4", cut)

# %% [markdown]
# The threshold is chosen on validation rows as always; the alerts a day on the holdout are then an estimate, too.
# Ranked by probability, and by expected loss, which is probability times amount:

# %%
rank = {"by probability": (p_validation, p_holdout)}
rank["by expected loss"] = (p_validation * validation.X[amount], p_holdout * holdout.X[amount])
limited = {way: np.asarray(on_holdout >= np.sort(seen)[-n_alerts]) for way, (seen, on_holdout) in rank.items()}
holdout_days = days * len(holdout) / len(payments)
first = money(limited["by probability"], holdout)
rows = [(words(f / holdout_days), words(m := money(f, holdout)), words(m - first)) for f in limited.values()]
pd.DataFrame(rows, limited, ["alerts a day", "cost", "difference"])

# %% [markdown]
# ### And resampling?
# Now, with the decision in order, train anew: SMOTE (new frauds between known ones: lesson 2), and frauds that weigh
# three times as much. The threshold of each is chosen on validation rows. The difference to doing nothing is in euro on
# the holdout; its interval holds the noise of training, too. In the package's sentences plus is always the better side,
# so that a minus is money lost. What a holdout "can detect" is the smallest true difference that four in five holdouts
# of this kind would show: smaller ones may exist and go unseen.

# %%
smote = exp.run(sb.SMOTESampler(sampling_strategy=sb.suggested_ratio(split.train.y), random_state=0))
print(exp.sentence(smote))

# %%
print(exp.sentence(exp.run(sb.ClassWeight(3))))

# %% [markdown]
# And decided row by row, each with its own corrected probabilities. This table is a difference in cost again, so here a
# plus is money lost. Its last line is what the decision alone was worth: the model without resampling, from 0.5 to row
# by row. These intervals hold for the trained models only; training them anew moves them, too.

# %%
expected = {name: run.holdout_probabilities * holdout.X[amount] for name, run in exp.runs.items()}
by_row = {name: money(loss >= review, holdout) for name, loss in expected.items()}
gains = {f"{name} against none, both row by row": by_row[name] - by_row["none"] for name in by_row if name != "none"}
gains["row by row against 0.5, both none"] = by_row["none"] - habit
pd.Series({name: words(values) for name, values in gains.items()}, name="difference in cost").to_frame()

# %% [markdown] tags=["exercise"]
# ### Exercise 1.5
# Somebody compares 60 thresholds **on the holdout**, keeps the cheapest and reports its cost on the holdout. Compared
# with what that threshold will cost on as many new payments, is the reported cost on average `"too low"`, `"right"` or
# `"too high"`?

# %% tags=["exercise"]
#: reported = ...
reported = "too low"

teach.check("1.5", reported)

# %% [markdown]
# ## What would mislead you
# - **The threshold on the holdout.** Halve the holdout 200 times. One half chooses the cheapest of the 60 and reports
#   its cost; the other half stands for new payments. For a threshold fixed before, the two would be equal on average.

# %%
cost_at = np.array([money(p_holdout >= cut, holdout) for cut in grid]).T
rng, half = np.random.default_rng(0), len(holdout) // 2
chooses = np.array([rng.permutation(len(holdout)) < half for _ in range(200)])
reports, pays = chooses @ cost_at, ~chooses @ cost_at
best = reports.argmin(axis=1)[:, None]
outcome = pd.DataFrame({"reported": np.take_along_axis(reports, best, 1)[:, 0]})
outcome["paid"] = np.take_along_axis(pays, best, 1)[:, 0]
outcome["too low by"] = outcome["paid"] - outcome["reported"]
outcome.describe(percentiles=[0.025, 0.975]).loc[["mean", "2.5%", "97.5%"]].round().astype(int)

# %% [markdown]
#   The first line is the optimism. The other two say how much a single holdout may differ from that, either way: you
#   cannot see from one holdout whether it flatters you.
# - **Probabilities after resampling.** The formula needs probabilities. Here is SMOTE, one fraud for two others, as the
#   model gives it, without the correction: the mean probability on the holdout, and the share of frauds there.

# %%
from scipy.stats import binomtest

quick = sb.default_model(n_estimators=100, learning_rate=0.08, n_jobs=1)
raw = sb.Experiment(split, model=quick, costs=costs, seeds=1, random_state=0, calibration="none")
more = sb.SMOTESampler(sampling_strategy=0.5, random_state=0)
means = {name: raw.run(run).holdout_probabilities.mean() for name, run in {"none": "none", "SMOTE": more}.items()}
low, high = binomtest(int(holdout.y.sum()), len(holdout)).proportion_ci(method="wilson")
print(f"share of frauds {holdout.y.mean():.2%} ({low:.2%} to {high:.2%})")
pd.Series(means, name="mean probability").to_frame().style.format("{:.2%}")

# %% [markdown]
# - **Costs that nobody stands behind.** Halve or double the review and look whether your choice holds.
#
# ## Take away
# The order is: costs, a model left alone, probabilities that are probabilities, a threshold from validation rows or a
# decision row by row, one look at the holdout. Only then ask what resampling adds, in euro and with an interval.
