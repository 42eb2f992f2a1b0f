# %% [markdown]
# # Lesson 3: Conditional GAN
#
# - **Goal**: say how a generator learns from a critic, see it collapse and recover, ask for rows of a class and with a
#   given value, and judge such rows before you use them.
# - **Time**: 30 minutes.
# - **Data**: 20,000 simulated payments, two in a hundred of them fraud.
#
# Training is kept short here, so the generator is not at its best; a longer one is a number away. It needs torch.
# Without it, cells that begin with `# needs torch` say so and are left out; the idea, the exercises and the yardstick
# remain.

# %%
from importlib.util import find_spec

from IPython import get_ipython


def left_out(lines):
    return ["print('Left out: this cell needs torch.')\n"] if lines[:1] == ["# needs torch\n"] else lines


if find_spec("torch") is None:
    get_ipython().input_transformers_cleanup.append(left_out)
    print("torch is not here. To see everything: pip install 'synthbalance[torch]', then restart the kernel.")

# %%
import numpy as np
import pandas as pd

import synthbalance as sb
from synthbalance import teach

payments, target = teach.table("3")
# Yours: teach.table("3", sb.read_table("yours.csv"), "fraud"); name columns of yours where a cell names one.
# The real card payments of ULB: teach.table("3", sb.fetch_creditcard(), "Class").

# %% [markdown]
# ## See it in a minute
# A generator is trained on real payments and then asked for frauds. `STEPS` says how long it trains: 1500 is what the
# sampler takes by itself, the number here keeps you waiting for some seconds only. The real frauds first:

# %%
split = sb.split_holdout(payments, target=target, random_state=0)
X, y = split.train.X, split.train.y
real = X[y == 1]
columns = ["merchant_category", "channel", "amount", "distance_km", "payments_24h", "amount_24h"]
print(len(real), "real frauds in the training part")
real[columns].head(3)

# %% tags=["slow"]
# needs torch
STEPS = 120

gan = sb.ConditionalGANSampler(steps=STEPS, condition_columns=["channel"], random_state=0).fit(X, y)
made = gan.generate(1_000, label=1)

# %% [markdown]
# Four real frauds and four made ones, shuffled. Which are which? `distance_km` is how far from home the payment was
# made (online there is none), `amount_24h` what was spent in the 24 hours before it, in `payments_24h` payments. Look
# for a payment that cannot be. The answer is in the cell after this one.

# %%
# needs torch
both = pd.concat([real.sample(4, random_state=1), made.head(4)], keys=["real", "made"])[columns]
mixed = both.sample(frac=1, random_state=0)
mixed.reset_index(drop=True)

# %%
# needs torch
pd.DataFrame({"row is": mixed.index.get_level_values(0)}).T

# %% [markdown]
# ## The idea
# Two nets play against each other.
#
# - The **generator** turns noise into a row. It never sees a real row.
# - The **critic** sees real rows and made rows, and learns to give real ones the higher score.
# - The generator is moved to where the critic's score for its rows rises. Then the critic learns again, and so on.
#
# **Conditional** means that both are also told the class, and any other column you name. The generator makes a row
# *for* that class; the critic asks whether it is real *and* of that class. So the label of a made row is not guessed:
# it is what was asked for.
#
# The danger is **mode collapse**. The generator earns the same for a thousand copies of one convincing row as for a
# thousand different ones, as long as the critic judges rows one by one. It may settle on a few kinds (modes) of row.

# %% [markdown]
# ## By hand
# ### The smallest GAN, and how it collapses
# No sampler of the package yet: the two nets alone, on points in eight clumps on a circle, so that you can see it.

# %%
# needs torch
import torch
from torch import nn


def net(n_in, n_out):
    return nn.Sequential(nn.Linear(n_in, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, n_out))


angle = torch.arange(8) * torch.pi / 4
centres = 2 * torch.stack([angle.cos(), angle.sin()], dim=1)
pd.DataFrame(centres, columns=["x", "y"]).round(2).T

# %% [markdown]
# One step of training: first the critic, then the generator. `detach` keeps the critic's step from moving the
# generator.


# %%
# needs torch
def train_step(generator, critic, moves, n=128):
    real = centres[torch.randint(8, (n,))] + 0.08 * torch.randn(n, 2)
    made = generator(torch.randn(n, 2))
    loss = nn.functional.binary_cross_entropy_with_logits
    yes, no = torch.ones(n, 1), torch.zeros(n, 1)
    for which in ("critic", "generator"):
        is_critic = which == "critic"
        lost = loss(critic(real), yes) + loss(critic(made.detach()), no) if is_critic else loss(critic(made), yes)
        moves[which].zero_grad()
        lost.backward()
        moves[which].step()


# %% [markdown]
# A thousand steps, with 400 points drawn after 30, 100, 300 and 1,000 of them.

# %%
# needs torch
torch.manual_seed(0)
torch.set_num_threads(1)
nets = {"generator": net(2, 2), "critic": net(2, 1)}
moves = {name: torch.optim.Adam(one.parameters(), lr=1e-3, betas=(0.5, 0.99)) for name, one in nets.items()}
frames = {}
for step in range(1, 1_001):
    train_step(**nets, moves=moves)
    if step in (30, 100, 300, 1_000):
        frames[step] = nets["generator"](torch.randn(400, 2)).detach().numpy()
list(frames)

# %%
# needs torch
from IPython.display import HTML


def picture(points, title):
    dots = "".join(f'<circle cx="{x:.2f}" cy="{y:.2f}" r=".05" fill="#0072b2"/>' for x, y in points)
    rings = "".join(f'<circle cx="{x:.2f}" cy="{y:.2f}" r=".4" fill="none" stroke="#d55e00"/>' for x, y in centres)
    svg = f'<svg viewBox="-3 -3 6 6" width="170" role="img" aria-label="{title}" stroke-width=".04">{dots}{rings}</svg>'
    return f'<figure style="display:inline-block;margin:4px">{svg}<figcaption>{title}</figcaption></figure>'


HTML("".join(picture(points, f"after {step} steps") for step, points in frames.items()))

# %% [markdown]
# The rings are the clumps of the real points, the dots are what the generator makes. The same in numbers: a clump
# counts as covered if it gets at least a quarter of its fair share.


# %%
# needs torch
def shares_of(points):
    distance = np.linalg.norm(points[:, None] - centres.numpy(), axis=2)
    near = distance.min(axis=1) < 0.4
    return np.bincount(distance.argmin(axis=1)[near], minlength=8) / len(points)


shares = pd.DataFrame({step: shares_of(points) for step, points in frames.items()}).T.rename_axis("step")
shares.assign(covered=(shares >= 0.25 / 8).sum(axis=1), outside=1 - shares.sum(axis=1)).style.format(precision=2)

# %% [markdown]
# Early on the generator sits on a few clumps, or between them, and moves from one to another: as soon as the critic
# has learned to distrust a place, the generator leaves it.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.1
# Counting covered clumps needs a limit, here a quarter. The *effective number* needs none: e to the power of the
# entropy of the shares, where entropy is minus the sum of share times log share, over the shares above zero, after
# they are made to sum to one. Eight equal shares give 8. Write it, for an array of shares; then try
# `shares.apply(effective, axis=1)` on the table above.


# %% tags=["exercise"]
#: effective = ...  # write it: def effective(shares): ...
def effective(shares):
    positive = np.asarray(shares, dtype=float)
    positive = positive[positive > 0] / positive.sum()
    return float(np.exp(-(positive * np.log(positive)).sum()))


teach.check("3.1", effective)

# %% [markdown]
# ### On a stage
# The kit's own GAN on 48 points, eight of them rare. Press **Play** and watch the triangles: they start anywhere,
# wander, and settle where the critic lets them pass. Eight points are too few for it, and it says so. (It is the one
# cell here that needs your hand; nothing after it depends on it.)

# %%
teach.SmotePlayground(method="gan")

# %% [markdown]
# ### The sampler, while it trains
# `ConditionalGANSampler` is the same game with remedies: a critic that judges by class, a limit on how steep it may
# be, averaged weights, and columns put right one by one after training. `losses_` has a row for each step,
# here the means of every 30. `on_progress` is told of each step; returning `False` stops, and what was learned is kept.

# %%
# needs torch
losses = gan.losses_
losses.drop(columns="step").groupby((losses["step"] - 1) // 30 * 30 + 30).mean().style.format(precision=3)

# %% [markdown]
# `critic` is its mean score for made rows minus that for real ones: below zero it tells them apart. `generator` is
# minus the score for made rows, `penalty` what a steep critic pays. They say who is winning, not whether the rows are
# good. For that the sampler has set aside a tenth of its rows, and looks now and then whether trees can tell drawn
# rows from those. It keeps the weights that did best, and stops early where nothing gets better any more. In
# `two_sample_auc` 0.5 is a coin, 1 tells all rows apart. A `closest_record_ratio` below 0.9 would mean that rows are
# partly copies.

# %%
# needs torch
print(gan.verdict_)
gan.checks_.style.format({"two_sample_auc": "{:.2f}", "closest_record_ratio": "{:.2f}"})

# %% [markdown] tags=["exercise"]
# ### Exercise 3.2
# You may watch one number during a long training to see whether the rows become more like real ones:
# `"generator loss"`, `"critic loss"` or `"two-sample AUC"`. Which?

# %% tags=["exercise"]
#: watch = ...
watch = "two-sample AUC"

teach.check("3.2", watch)

# %% [markdown]
# Few steps against more. The same training, stopped by `on_progress` after 10 and after 50 steps, beside the one from
# above.


# %% tags=["slow"]
# needs torch
def stopped_after(steps):
    young = sb.ConditionalGANSampler(steps=STEPS, condition_columns=["channel"], random_state=0)
    young.on_progress = lambda stage, done, total: stage != "training" or done < steps
    try:
        young.fit(X, y)
    except sb.Cancelled:
        return young.generate(1_000, label=1)


stages = {"10 steps": stopped_after(10), "50 steps": stopped_after(50), "longest": made, "real": real}
pd.DataFrame({name: rows["merchant_category"].value_counts(normalize=True) for name, rows in stages.items()}).round(3)

# %% [markdown]
# The shares of the categories look right from the first column on. Do not trust that: the sampler puts each column
# right by itself after training, whatever the generator has learned. What it has learned is how columns *go together*.
#
# Three rules hold in every real payment: money was spent in 24 hours if and only if there were payments, one hour has
# no more payments than 24, and category and channel are a pair that occurs. Shares of rows that break each:


# %%
# needs torch
def impossible(rows):
    spent, paid = rows["amount_24h"] > 0, rows["payments_24h"] > 0
    pairs = set(zip(payments["merchant_category"], payments["channel"], strict=True))
    new = [pair not in pairs for pair in zip(rows["merchant_category"], rows["channel"], strict=True)]
    more = rows["payments_1h"] > rows["payments_24h"]
    return {"spent, not paid": (spent != paid).mean(), "1 h above 24 h": more.mean(), "new pair": np.mean(new)}


pd.DataFrame({name: impossible(rows) for name, rows in stages.items()}).style.format("{:.1%}")

# %% [markdown]
# A line that does not fall from left to right is a rule that so much training has not taught.

# %% [markdown]
# ### Exact labels, exact conditions
# Ask for a class and for a channel, and every row has both. `report_` says what share of the rows asked for as fraud
# trees trained on real rows would hold for honest payments, beside the same share of real frauds.

# %%
# needs torch
asked = gan.generate(500, label=1, given={"channel": "online"})
print(asked["channel"].unique().tolist(), {name: round(gan.report_[name], 2) for name in ("disputed", "disputed_real")})
asked[columns].head()

# %% [markdown] tags=["exercise"]
# ### Exercise 3.3
# The channel is exact. Is the rest of the row that of an online payment? An online payment has no `distance_km` (it is
# missing), every other payment has one. Write `wrong_distance(rows)`: the share of rows that break this, either way;
# then try it on `asked` and `made`, which are made rows, and on `real`.


# %% tags=["exercise"]
#: wrong_distance = ...  # write it: def wrong_distance(rows): ...
def wrong_distance(rows):
    return float(((rows["channel"] == "online") != rows["distance_km"].isna()).mean())


teach.check("3.3", wrong_distance)

# %% [markdown]
# This share of the online payments that were asked for comes with a distance nonetheless:

# %%
# needs torch
print(f"{asked['distance_km'].notna().sum()} of {len(asked)}: {asked['distance_km'].notna().mean():.1%}")

# %% [markdown]
# A condition is a promise about one column. Whether the others follow has to be learned. What you know for certain you
# need not leave to training: give the sampler a function from rows to true or false as one of its `constraints`, and
# rows that break it are drawn again.

# %% [markdown]
# ### Is it any good?
# Two questions, and they are not the same: are the rows like real ones, and is a model better for having them?
#
# The first: a classifier tries to tell made rows from real frauds of the validation part. An area of 0.5 means that it
# cannot, 1 that it always can. `coverage` is the share of real frauds that have a made row nearby, `out_of_range` that
# of made rows with a value that no real training fraud has borne out; `closest_record_ratio` is 0 for a copy and near 1
# for a row as far from the training rows as other real frauds are. Beside the generator, plain copies of the training
# rows. (One seed instead of three, so that the generator is trained once more and not three times; the sentences below
# say what that costs: "for these two fitted models".)

# %%
exp = sb.Experiment(split, model=sb.default_model(n_jobs=1), seeds=1, random_state=0)
copies = exp.run(sb.RandomSampler(sampling_strategy=0.05, random_state=0), name="copies")
print(len(copies.synthetic), "new rows")

# %% tags=["slow"]
# needs torch
sampler = sb.ConditionalGANSampler(steps=STEPS, condition_columns=["channel"], sampling_strategy=0.05, random_state=0)
run = exp.run(sampler, name="GAN")
print(len(run.synthetic), "new rows")

# %%
runs = [one for one in exp.runs.values() if one.synthetic is not None]
audits = {one.name: sb.audit_synthetic(one) for one in runs}


def figure(frame, measure):
    value, low, high = frame.set_index("measure").loc[measure, ["value", "low", "high"]]
    return f"{value:.2f} ({low:.2f} to {high:.2f})"


rows = {"fidelity": ["two_sample_auc", "coverage", "out_of_range"], "privacy": ["exact_copies", "closest_record_ratio"]}
pd.DataFrame({n: {m: figure(getattr(a, part), m) for part, ms in rows.items() for m in ms} for n, a in audits.items()})

# %% [markdown]
# Compare the area of the generator with the one in `gan.verdict_`, and mind that copies, real rows as they are, do not
# get 0.5. The judge here has only the validation part's frauds to learn from, and meets a copy more than once. One
# area alone says little: put a yardstick beside it, made by the same judge.
#
# The second: what the rows are worth to a model on real rows that nothing made has touched, against doing nothing.

# %%
for one in runs:
    print(exp.sentence(one))
exp.compare()[["value", "low", "high", "delta", "delta_low", "delta_high", "looks"]].round(3)

# %% [markdown] tags=["exercise"]
# ### Exercise 3.4
# `delta` is the gain over doing nothing, `delta_low` and `delta_high` are its bounds. Write `verdict(low, high)` that
# gives `"better"`, `"worse"` or `"cannot tell"`, so that nobody is tempted by the figure in the middle.


# %% tags=["exercise"]
#: verdict = ...  # write it: def verdict(low, high): ...
def verdict(low, high):
    return "better" if low > 0 else "worse" if high < 0 else "cannot tell"


teach.check("3.4", verdict)

# %% [markdown]
# The panel has the same: **Quality** shows single new rows beside their nearest real ones, **Compare** every run
# against None. Choose Conditional GAN under **Rebalance** to train it there, with progress and a cancel button.

# %%
from synthbalance.ui import BalanceLab

BalanceLab(experiment=exp)

# %% [markdown]
# ## What would mislead you
# - **A falling loss.** It compares the generator with its critic of that moment, and both change.
# - **Columns that look right one by one.** The table of categories above looked right before the generator had learned
#   much. Look at pairs, and at rules that hold in every real row.
# - **An exact label.** The label is exact because you set it. Whether the row *is* a fraud is another question: see
#   `disputed` above.
# - **Likeness as worth.** Compare the two columns of the audit: copies may look at least as real as made rows, and they
#   tell a model nothing that it has not seen.
# - **The interval of one look.** `copies.delta` holds for one run alone. You have looked at the holdout more often than
#   that, and the best or worst of several runs is extreme by luck too: take the bounds of `exp.compare()`.

# %%
low, high = exp.compare().loc["copies", ["delta_low", "delta_high"]]
print(f"copies alone: {copies.delta}; all {exp.looks} looks together: {low:.3f} to {high:.3f}")

# %% [markdown]
# - **Few real rows.** The area rests on this many real frauds, whatever the number of made ones:

# %%
pd.Series({part: int(getattr(split, part).y.sum()) for part in ("train", "validation", "holdout")}, name="real frauds")

# %% [markdown]
# ## Take away
# A generator learns from a critic that learns too, so losses cannot tell you how good it is: rows set aside can. Labels
# and conditions are exact, the rest of the row is only learned. Judge rows by what goes together in them, and judge
# their worth on real rows, against doing nothing, with an interval. A boosted model rarely gains from them; what-if
# questions, tests and teaching are better reasons to make them.
