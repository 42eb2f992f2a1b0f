"""AutoBalance, measured: does it flatter, does it find what is there, what is it worth on real tables, how long.


Run: python benchmarks/advice.py [speed budget flattery power tables]. All parts without a name. Each part prints its
figures and keeps them in benchmarks/results/advice_<part>.md. Simulations are kept one by one in the user's cache,
so that a run that was stopped goes on where it was.
"""

import argparse
import json
import time
import warnings
from pathlib import Path

import _advice_sims as sims
import numpy as np
import pandas as pd
from _advice_tables import table_lines
from _keep import keep
from scipy.stats import beta

import synthbalance as sb

CACHE = Path("~/.cache/synthbalance-benchmarks/advice").expanduser()
RUNS = {"shuffled": 200, "useless": 200, "broken": 20, "harder": 20}


def main():
    """Measure the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="part", help=" ".join(PARTS))
    parser.add_argument("--simulate", choices=RUNS, help="only run (more of) one simulation, print nothing else")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if options.simulate:
        simulate(options.simulate)
        return
    for part in options.parts or PARTS:
        keep(f"advice_{part}", f"python benchmarks/advice.py {part}", PARTS[part]())


def simulate(kind):
    """Answers of AutoBalance on the simulated tables of one kind: a DataFrame, a row a table."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"{kind}.jsonl"
    known = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    for seed in range(len(known), RUNS[kind]):
        known.append(answer(kind, seed))
        with path.open("a") as file:
            file.write(json.dumps(known[-1]) + "\n")
    return pd.DataFrame(known)


def answer(kind, seed):
    """One answer: what was chosen, its bound, the gain on the holdout, seconds."""
    split, model = getattr(sims, kind)(seed)
    advice = sb.AutoBalance(model=model, seeds=1, n_jobs=1, random_state=seed).fit(split)
    best = advice.table.iloc[1]
    chosen = "none" if advice.choice == "none" else advice.run.name
    found = {"gain": best["gain"], "low": best["gain_low"], "seconds": advice.seconds}
    holdout = advice.run.delta.value
    return {"seed": seed, "choice": chosen, **{k: float(v) for k, v in found.items()}, "holdout_gain": holdout}


def flattery():
    """Lines: how often AutoBalance keeps "none" where nothing is to be found."""
    lines = ["Goal: none in at least 97 % of 200 runs, at a nominal level of 2.5 %.", ""]
    for kind in ("shuffled", "useless"):
        found = simulate(kind)
        kept = int((found["choice"] == "none").sum())
        lines += [f"- {kind}: {getattr(sims, kind).__doc__.strip()} None in {_share(kept, len(found))}."]
    return lines


def power():
    """Lines: how often a remedy is found that is there."""
    lines = ["Goal: a remedy in at least 80 % of the first; the second is reported as it is.", ""]
    for kind, share, shift in (("broken", 0.002, 1.6), ("harder", 0.02, 1.0)):
        found, true = simulate(kind), sims.true_gains(share, shift)
        changed = found[found["choice"] != "none"]
        gains = ", ".join(f"{name} {value - true['none']:+.3f}" for name, value in true.items() if name != "none")
        chosen = ", ".join(f"{name} {n}" for name, n in changed["choice"].value_counts().items())
        lines += [
            f"- {kind}: {getattr(sims, kind).__doc__.strip()} A remedy in {_share(len(changed), len(found))}; "
            f"mean gain on the holdout where it was found {changed['holdout_gain'].mean():+.3f}.",
            f"  True gains over none's {true['none']:.3f}, on 1,000,000 rows, three training tables: {gains}.",
            f"  Chosen: {chosen or 'nothing'}.",
        ]
    return lines


def speed():
    """Lines: seconds on 10,000 rows of 20 columns with all 11 untrained candidates, median of three."""
    rng = np.random.default_rng(0)
    y = (np.arange(16_667) < 0.01 * 16_667).astype(int)
    columns = rng.standard_normal((len(y), 20)) + 0.5 * y[:, None]
    split = sims.split_of(pd.DataFrame(columns).add_prefix("x").assign(target=y), 0)
    taken, used = [], []
    for seed in range(3):
        start, cpu = time.perf_counter(), time.process_time()
        advice = sb.AutoBalance(random_state=seed).fit(split)
        taken.append(time.perf_counter() - start)
        used.append(time.process_time() - cpu)
    return [
        f"Training part of {len(split.train):,} rows x 20 columns, {int(split.train.y.sum())} rare, "
        f"{len(advice.table)} candidates with none, default model, default settings, final run included: "
        f"{np.median(taken):.0f} s, median of 3 ({', '.join(f'{t:.0f}' for t in taken)}), of processor time "
        f"{np.median(used):.0f} s. Goal: under 60 s on 2 cores.",
    ]


def budget():
    """Lines: how well a time budget is kept."""
    split, model = sims.broken(0)
    lines = ["Goal: at most 20 % over. Trained generators take part where torch is installed.", ""]
    for seconds in (10, 20, 40, 80):
        advice = sb.AutoBalance(model=model, seconds=seconds, random_state=0).fit(split)
        tried, tested = int((advice.table["folds"] > 0).sum()), int(advice.table["tested"].max())
        found = advice.table.index[0 if advice.choice == "none" else 1]
        lines.append(
            f"- {seconds} s asked for: {advice.seconds:.1f} s taken, {tried} of {len(advice.table)} candidates scored, "
            f"{tested} test folds, answer {found}."
        )
    return lines


def _share(n, total):
    low = beta.ppf(0.025, n, total - n + 1) if n else 0.0
    high = beta.ppf(0.975, n + 1, total - n) if n < total else 1.0
    return f"{n} of {total} runs ({n / total:.1%}, 95 % interval {low:.1%} to {high:.1%})"


PARTS = {"speed": speed, "budget": budget, "flattery": flattery, "power": power, "tables": table_lines}


if __name__ == "__main__":
    main()
