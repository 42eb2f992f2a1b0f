"""Rows of the table in one glance, in the order of the page: honest scoring, samplers. `page.py` fills them in."""

from _glance import NUMBER as N
from _glance import Row, at_least, at_most, between, by_all, number, said


def _v(name="value"):
    return rf"(?P<{name}>{N})"


def _book(what, label, other=""):
    """The book's finding on one kind of model; the goal is held by the script."""
    return Row(
        f"{what} lowers average precision as in the handbook's chapter 6: {label}",
        "handbook",
        rf"\| {label} \| (?P<verdict>met|missed) \| (?P<low>[^|\n]*) \| (?P<mid>[^|\n]*) \| (?P<up>[^|\n]*) \|",
        ours="lowered, clear of 0: {low}", peer=other, ratio="raised, clear of 0: {up}",
        goal="below none, every one", holds=said,
    )  # fmt: skip


def _loss(name):
    """Calibrated probabilities by one loss."""
    return Row(
        f"{name} after calibration, against none: eight tables", "calibration",
        rf"^{name}: goal met by (?P<kept>[^;]+); missed by (?P<missed>[^.\n]+)\.$",
        (rf"## {name}\n\n\| \| mean \| upper bound .*? goal {_v('goal')} %",),
        ours="within it: {kept}", ratio="not: {missed}", goal="upper bound at most {goal} %, every strategy",
        holds=by_all,
    )  # fmt: skip


HONEST = (
    Row(
        "None on the handbook's week, all cards, average precision", "handbook",
        rf"## LightGBM, our default.*?\| none \| [^|\n]+ \| 0 \| [\d.]+ \| {_v()} \|",
        (rf"## LightGBM, its defaults.*?\| none \| [^|\n]+ \| 0 \| [\d.]+ \| {_v('peer')} \|",
         rf"at least\s+{_v('goal')} of it"),
        peer="LightGBM's defaults: {peer}", goal="at least {goal}", holds=at_least,
    ),
    Row(
        "SMOTE 1:1 on a decision tree, average precision of one model", "handbook",
        rf"## Decision tree.*?\| SMOTE 1:1 \| [^|\n]+ \| [^|\n]+ \| {_v()} \|",
        (rf"## Decision tree.*?\| none \| [^|\n]+ \| 0 \| {_v('none')} \|",
         rf"## Decision tree.*?\| none [^\n]*\| {_v('book')} \| [\d.]+ \|$",
         rf"## Decision tree.*?\| SMOTE 1:1 \|[^\n]*\| {_v('book_smote')} \| [\d.]+ \|$"),
        ours="{value}, none {none}", peer="the book: {book_smote}, none {book}",
    ),
    _book("Rebalancing", "decision tree, depth 5"),
    _book("A class weight", "LightGBM, our default"),
    _book("A class weight", "LightGBM, its defaults"),
    Row(
        "None against none with other seeds: intervals that exclude 0", "seed_noise",
        rf"interval excludes 0: {_v()} % \(goal at most {_v('goal')} %\)", (rf"rows alone: {_v('peer')} %",),
        ours="{value} %", peer="a bootstrap of the rows alone: {peer} %", goal="at most {goal} %", holds=at_most,
    ),
    Row(
        "True differences that 95 % intervals cover, 30 to 500 rare rows", "coverage",
        rf"^\| \d+ \| [^|\n]+ \| [\d.]+ \| {_v()} % \| (?P<verdict>\w+) \|",
        (rf"in\s+{_v('goal')} to {_v('upper')} % of the holdouts",), several=True,
        ours="{value} %", goal="{goal} to {upper} %", holds=between,
    ),
    Row(
        "2,000 bootstrap draws of every metric, 50,000 rows", "coverage",
        rf"rare: {_v()} s, peak {_v('memory')} MB \(goal {_v('goal')} s\)",
        ours="{value} s, {memory} MB", goal="at most {goal} s", holds=at_most,
    ),
    Row(
        "Best of twenty noise runs: its interval contains 0", "looks",
        rf"^\| \d+ \| {_v()} % [^|\n]+ \| (?P<verdict>\w+) \| {_v('peer')} % \|", (rf"in at least {_v('goal')} %",),
        several=True, ours="{value} %", peer="its pointwise interval: {peer} %", goal="at least {goal} %",
        holds=at_least,
    ),
    _loss("Log loss"),
    _loss("Brier score"),
    Row(
        "Mean calibration slope a strategy and table", "calibration",
        r"Means outside these bounds on the tables that count: (?P<missed>[^.\n]+)\.",
        (rf"slope lies within {_v('goal')} to {_v('upper')} on",),
        ours="outside: {missed}", goal="{goal} to {upper}, every mean", holds=by_all,
    ),
)  # fmt: skip

IMBLEARN = (r"imbalanced-learn (?P<version>\d[\d.]*)",)


def _smote(what, begins):
    """Seconds beside imbalanced-learn's."""
    return Row(
        what, "first_slice",
        rf"^\| {begins}[^|\n]* \| (?P<ours>[^|\n]+) \| (?P<peer>[^|\n]+) \| {_v()} \| {_v('goal')} \|",
        IMBLEARN, ours="{ours}", peer="imbalanced-learn {version}: {peer}", ratio="{value} times as fast",
        goal="at least {goal} times", holds=at_least,
    )  # fmt: skip


def _quality(sampler, goal):
    """Two-sample AUC of new card frauds."""
    return Row(
        f"{sampler}: two-sample AUC on card frauds, 0.5 is perfect", "samplers_quality",
        rf"casecontrol, mean.*?\| {sampler} \| {_v()} \|",
        (goal, rf"casecontrol, mean.*?\| SMOTE \| {_v('smote')} \|.*?\| MGS \| {_v('mgs')} \|"),
        peer="our SMOTE: {smote}, our MGS: {mgs}", goal="at most {goal}", holds=at_most,
    )  # fmt: skip


def _floor(what, column):
    """A measure of the three trained generators that has to reach 0.9 on the card frauds."""
    before = r"[\d.]+ \| " * column
    return Row(
        f"GAN, VAE, diffusion: {what}", "samplers_quality",
        rf"^\| (?:Conditional GAN|VAE|Diffusion) \| {before}{_v()} \|(?=.*sick_euthyroid, mean)",
        (rf"distance ratio and column shapes at least {_v('goal')}\.$",), several=True,
        goal="at least {goal}", holds=at_least,
    )  # fmt: skip


def _beside_ctgan(table):
    """Both told from kept-out real rows; no goal was set."""
    return Row(
        f"GAN's rows: two-sample AUC on {table}, 0.5 is perfect; mind the remark there", "samplers_peer",
        rf"{table}, seed.*?\| Conditional GAN \| {_v()} \|.*?\| ctgan \| {_v('peer')} \|", peer="ctgan: {peer}",
    )  # fmt: skip


SAMPLERS = (
    _smote("SMOTE, 50,000 rare x 30 correlated columns", "SMOTE, 50,000 rare x 30 correlated"),
    _smote("SMOTE, 50,000 rare x 30 independent columns", "SMOTE, 50,000 rare x 30 independent"),
    _smote("SMOTE-NC, census income, 40 mixed columns", "SMOTE-NC,"),
    Row(
        "SMOTE, correlated columns: true neighbours found", "first_slice",
        rf"true neighbours found \| {_v()} \| [^|\n]+ \| {_v('goal')} \|", goal="at least {goal}", holds=at_least,
    ),
    Row(
        "SMOTE, correlated columns: peak memory / output", "first_slice",
        rf"peak memory / output \| {_v()} \| [^|\n]+ \| {_v('goal')} \|", goal="at most {goal}", holds=at_most,
    ),
    Row(
        "GAN: fit on 150,000 x 15", "samplers_speed", rf"fit on [^:]+: {_v()} s, median of \d+ \(goal {_v('goal')}\)",
        ours="{value} s", goal="at most {goal} s", holds=at_most,
    ),
    Row(
        "GAN: the same fit beside ctgan", "samplers_speed",
        rf"extrapolated: {_v('peer')} s = {_v()} times ours \(goal {_v('goal')}\)",
        (rf"fit on [^:]+: {_v('ours')} s",),
        ours="{ours} s", peer="ctgan: {peer} s, extrapolated", ratio="{value} times", goal="at least {goal} times",
        holds=at_least,
    ),
    Row(
        "GAN: 100,000 rows drawn", "samplers_speed", rf"rows drawn in {_v()} s, median of \d+ \(goal {_v('goal')}\)",
        ours="{value} s", goal="at most {goal} s", holds=at_most,
    ),
    _beside_ctgan("sick_euthyroid"),
    _beside_ctgan("adult_income"),
    _quality("Conditional GAN", rf"GAN and VAE at most {_v('goal')}"),
    _quality("VAE", rf"GAN and VAE at most {_v('goal')}"),
    _quality("Diffusion", rf"diffusion at most {_v('goal')}"),
    _floor("distance ratio on card frauds", 4),
    _floor("column shapes on card frauds", 5),
    Row(
        "GAN, VAE, diffusion: copies among new card frauds", "samplers_quality",
        rf"^\| (?:Conditional GAN|VAE|Diffusion) \| {N} \| {N} \| {_v()} \| {_v('goal')} \|(?=.*sick_euthyroid, mean)",
        several=True, goal="at most the kept-out real rows' own, {goal}", holds=at_most,
    ),
    Row(
        "Counterfactual: 1,000 rows", "samplers_counterfactual",
        rf"week: {_v()} s, median of \d+ \(goal {_v('goal')}\)",
        ours="{value} s", goal="at most {goal} s", holds=at_most,
    ),
    Row(
        "Counterfactual: a row, beside DiCE's random method", "samplers_counterfactual",
        rf"ours {_v('ours')} ms.*?random method {_v('peer')} ms.*?: {_v()} times \(goal {_v('goal')}\)",
        ours="{ours} ms", peer="DiCE: {peer} ms", ratio="{value} times", goal="at least {goal} times", holds=at_least,
    ),
    Row(
        "Counterfactual: valid by the oracle", "samplers_counterfactual", rf"oracle {_v()}% \(goal {_v('goal')} %\)",
        ours="{value} %", goal="at least {goal} %", holds=at_least,
    ),
    Row(
        "Counterfactual: valid by a forest of another week", "samplers_counterfactual",
        rf"another week {_v()}% \(goal {_v('goal')} %\)", (rf"calls {_v('real')}% of the week's real frauds",),
        ours="{value} %", peer="real frauds: {real} %", goal="at least {goal} %", holds=at_least,
    ),
    Row(
        "Counterfactual: average precision less none's, eight tables", "samplers_counterfactual",
        rf"that of none: {_v()} on average \(goal {_v('goal')}\)", ratio="{value}", ours="", goal="at least {goal}",
        holds=at_least,
    ),
    Row(
        "Every strategy on eight tables: intervals of the gain", "samplers_table",
        rf"^\| (?!none)\w+ \| {N} \| {N} \| {N} \| {_v('low')} \| {_v('high')} \|", several=True,
        ours="above 0: {above}, below 0: {below}, of {all}",
        counted=(
            ("above", lambda found: number(found["low"]) > 0),
            ("below", lambda found: found["high"].startswith("-")),
        ),
    ),
    Row(
        "Audit figures that sdmetrics defines alike, three tables", "sdmetrics_figures",
        rf"^\| \w+ \| (?:pair_trends|dcr_median|dcr_mean) \| {N} \| {N} \| {_v()} \|",
        (r"\| (?P<peer>sdmetrics [\d.]+) \|",), several=True, ours="", peer="{peer}", ratio="{value}",
    ),
)  # fmt: skip
