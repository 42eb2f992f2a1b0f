"""More rows of the table in one glance: panel and extension, advice, lessons, scale and memory."""

from _glance import Row, at_least, at_most, in_budget, nothing, same
from _glance_rows import HONEST, SAMPLERS, N, _v

_CELLS = rf"(?: (?:{N} s|not run[^|\n]*)? \|)+"  # of one step of `scaling`, a size each


def _preview(table):
    """A change of ratio, beside the plain cell."""
    change = rf"ratio \(goal {_v('times')}x, {_v('limit')} s\)"
    line = rf"^\| {table}, [^|\n]+ \| {change} \| {_v('ours')} \| {_v('peer')} \| {_v('ratio')} \|"
    cells = {"ours": "{ours} s", "peer": "the cell it replaces: {peer} s", "ratio": "{ratio} times as fast"}
    return (
        Row(f"Preview after a change of ratio: {table} table", "live_preview", line, goal="at least {times} times",
            holds=lambda found: at_least({"value": found["ratio"], "goal": found["times"]}), **cells),
        Row(f"Seconds of that preview: {table} table", "live_preview", line, goal="at most {limit} s", ours="{ours} s",
            holds=lambda found: at_most({"value": found["ours"], "goal": found["limit"]})),
    )  # fmt: skip


def _exact(table):
    """An exact run, beside bare LightGBM and beside the plain cell."""
    cells = rf"\| {_v('ours')} \| {_v('peer')} \| {_v()} \|"
    return (
        Row(f"Exact run to point scores: {table} table", "live_exact",
            rf"^\| {table}, [^|\n]+ \| to point scores, [^|\n]+ \(goal {_v('goal')}\) {cells}", ours="{ours} s",
            peer="bare LightGBM: {peer} s", ratio="{value} times the time", goal="at most {goal} times", holds=at_most),
        Row(f"Next ratio with intervals: {table} table", "live_exact",
            rf"^\| {table}, [^|\n]+ \| next ratio [^|\n]+ \(goal {_v('goal')} times as fast\) {cells}", ours="{ours} s",
            peer="the cell with three seeds: {peer} s", ratio="{value} times as fast", goal="at least {goal} times",
            holds=at_least),
    )  # fmt: skip


def _browser(what, file, begins, unit):
    """A median in a real browser."""
    return Row(
        what, file, rf"^\| {begins}[^|\n]* \| {_v()} {unit} \| [^|\n]*\| {_v('goal')} {unit} \|",
        ours="{value} " + unit, goal="at most {goal} " + unit, holds=at_most,
    )  # fmt: skip


PANEL = (
    *_preview("handbook"),
    *_preview("simulated"),
    *_exact("handbook"),
    *_exact("simulated"),
    Row("Intervals of a run, 50,000 holdout rows", "live_exact", rf"holdout rows: {_v()} s \(goal {_v('goal')}\)",
        ours="{value} s", goal="at most {goal} s", holds=at_most),
    Row("Preview against exact run, average precision: median difference", "live_agreement",
        rf"absolute differences {_v()} \(goal {_v('goal')}\)", ours="", ratio="{value}", goal="at most {goal}",
        holds=at_most),
    Row("Preview against exact run, average precision: largest difference", "live_agreement",
        rf"largest {_v()} \(goal {_v('goal')}\)", ours="", ratio="{value}", goal="at most {goal}", holds=at_most),
    _browser("Import to panel shown", "panel", "import to panel shown", "s"),
    _browser("Threshold slider to confusion matrix, kernel busy", "panel", "threshold slider", "ms"),
    _browser("Cancel to idle in an exact run", "panel", "Cancel to idle", "ms"),
    _browser("Another cell's answer in an exact run", "panel", "another cell", "ms"),
    Row("Saved notebook", "panel", rf"notebook: {_v()} kB without widget state \(goal {_v('goal')}\)",
        ours="{value} kB", goal="at most {goal} kB", holds=at_most),
    Row("Saved notebook with widget state", "panel", rf"{_v()} kB with it \(goal {_v('goal')}\)",
        ours="{value} kB", goal="at most {goal} kB", holds=at_most),
    Row("Cancel, every strategy at moments all through", "cancel",
        rf"{_v()} of {_v('times')} took longer than {_v('limit')} ms", ours="{value} of {times} took longer",
        goal="none longer than {limit} ms", holds=nothing),
    _browser("Right-click on a file to first exact score", "extension", "right-click", "s"),
    _browser("The extension's activation", "extension", "activation", "ms"),
    _browser("First look at 20 frames of a million rows", "extension", "first look", "ms"),
    _browser("Each further look", "extension", "each further look", "ms"),
    _browser("The extension's bundle", "extension", "bundle", "kB"),
    Row("Messages sent at rest, panel visible / hidden", "extension",
        rf"at rest, [^|\n]+\| (?P<value>{N} / {N}) \| \| (?P<goal>{N} / {N}) \|", goal="{goal}", holds=same),
)  # fmt: skip

ADVICE = (
    Row("AutoBalance on 10,000 x 20", "advice_speed", rf"included: {_v()} s, median.*?Goal: under {_v('goal')} s",
        ours="{value} s", goal="under {goal} s", holds=at_most),
    Row("AutoBalance in a time budget of {asked} s", "advice_budget", rf"^- {_v('asked')} s asked for: {_v()} s taken",
        (rf"Goal: at most {_v('over')} % over",), several=True, ours="{value} s", goal="at most {over} % over",
        holds=in_budget),
    Row("Keeps none where nothing is to be found, two simulations", "advice_flattery",
        rf"^- \w+: .*?None in {_v('n')} of {_v('of')} runs \({_v()}%", (rf"in at least {_v('goal')} %",), several=True,
        ours="{n} of {of}, {value} %", goal="at least {goal} %", holds=at_least),
    Row("Repairs a broken model", "advice_power", rf"- broken: .*?A remedy in {_v('n')} of {_v('of')} runs \({_v()}%",
        (rf"in at least {_v('goal')} % of the first",), ours="{n} of {of}, {value} %", goal="at least {goal} %",
        holds=at_least),
    Row("Finds a small gain, about 0.02 of average precision", "advice_power",
        rf"- harder: .*?A remedy in {_v('n')} of {_v('of')} runs \({_v()}%", ours="{n} of {of}, {value} %"),
    Row("Twelve real tables: significantly worse than none", "advice_tables",
        rf"than none: {_v()} \(goal {_v('goal')}\)",
        ours="{value}", goal="{goal}", holds=at_most),
    Row("Twelve real tables: mean gain in average precision", "advice_tables",
        rf"12 tables: {_v()} \(goal at least {_v('goal')}\)", ours="", ratio="{value}", goal="at least {goal}",
        holds=at_least),
    Row("The {n} of these tables where hindsight knows a gain of {clear}: mean gain", "advice_tables",
        rf"On the {_v('n')} tables where .*? gains {_v('clear')} or more: {_v()} \(goal at least {_v('goal')}\)",
        ours="", ratio="{value}", goal="at least {goal}", holds=at_least),
)  # fmt: skip

LESSONS = (
    Row("A notebook of the workshop, on kernels 7 and 6", "lessons",
        rf"^\| \w+ \| {_v('newer')} / {_v()} \| {N} s \|", (rf"Goals: {_v('goal')} s a notebook",), several=True,
        ours="{newer} s and {value} s", goal="at most {goal} s",
        holds=lambda found: at_most(found) and at_most(found | {"value": found["newer"]})),
    Row("Notebooks that give the same figures on both", "lessons",
        rf"^\| \w+ \| {N} / {N} \| {N} s \| (?P<value>yes|NO) \|", several=True, ours="{right} of {all}",
        goal="every one", holds=lambda found: found["value"] == "yes",
        counted=(("right", lambda found: found["value"] == "yes"),)),
    Row("A cell that is not tagged slow", "lessons", rf"^\| \w+ \| {N} / {N} \| {_v()} s \|",
        (rf"a notebook, {_v('goal')} s a cell",), several=True, ours="{value} s", goal="at most {goal} s",
        holds=at_most),
)  # fmt: skip

SCALE = (
    Row("1,000,000 simulated payments", "transactions",
        rf"1,000,000 simulated payments: {_v()} s \(goal {_v('goal')} for",
        ours="{value} s", goal="at most {goal} s", holds=at_most),
    Row("`make demo` from a fresh clone", "demo", rf"`make demo`: {_v()} s \(goal {_v('goal')}\)",
        ours="{value} s", goal="at most {goal} s", holds=at_most),
    Row("`make demo`: the work itself", "demo", rf"{_v()} s of it the work itself \(goal {_v('goal')}\)",
        ours="{value} s", goal="at most {goal} s", holds=at_most),
    Row("Peak memory beyond the table / table, every sampler", "memory",
        rf"^\| \w+ \| (?!0 \|){_v()} \|", (rf"Goal: at most {_v('goal')}\.",), several=True,
        goal="at most {goal}, every one", holds=at_most),
    Row("Seconds against rows, every step, slope on log-log axes to 1,000,000 rows", "scaling",
        rf"^\| (?!smote, 10 %)[^|\n]+ \|{_CELLS} {N} \| {_v()} \|",
        (rf"Goal: at most {_v('goal')} from",), several=True, ours="{value}", goal="at most {goal}, every one",
        holds=at_most),
    Row("The same for SMOTE where a tenth is rare", "scaling",
        rf"^\| smote, 10 % rare \|{_CELLS} {N} \| {_v()} \|",
        (rf"Goal: at most {_v('goal')} from",), goal="at most {goal}", holds=at_most),
    Row("{rows} rows x 30: SMOTE, fit, predict with our sampler, processor seconds", "two_million",
        rf"^\| the same cell with `SMOTESampler` \| {N} \| {N} \| {_v()} \| {_v('ratio')} \|",
        (rf"^{_v('rows')} rows x 30", rf"imbalanced-learn's SMOTE, fit, predict \| {N} \| {N} \| {_v('peer')} \|"),
        ours="{value} s", peer="imbalanced-learn's: {peer} s", ratio="{ratio} times the seconds"),
    Row("{rows} payments on a Dask cluster: peak memory of a worker", "scale",
        rf"Peak memory undisturbed, each worker: {_v()} GiB",
        (rf"^{_v('rows')} simulated payments", rf"thread, {_v('goal')}GB each"),
        ours="{value} GiB", goal="at most {goal} GB", holds=at_most),
    Row("The same with one worker killed: equal bit for bit", "scale",
        r"bit for bit: (?P<value>True|False)", ours="{value}", goal="True", holds=lambda one: one["value"] == "True"),
)  # fmt: skip

ROWS = (*HONEST, *SAMPLERS, *PANEL, *ADVICE, *LESSONS, *SCALE)
