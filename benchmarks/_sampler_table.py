"""Every strategy on eight real tables: seconds, average precision against "none", and what its rows are like."""

import time
import warnings

import pandas as pd
from _quality import TABLES, copy_share, hidden_majority, two_sample_auc

import synthbalance as sb
from synthbalance.samplers import STRATEGIES

READ = {
    "ulb_creditcard_casecontrol": ("Class", ["Time"]),
    "mammography": ("target", []),
    "sick_euthyroid": ("target", []),
    "ai4i_machine_failure": ("machine_failure", []),
    "german_credit": ("bad", []),
    "coil_2000": ("target", []),
    "us_crime": ("target", []),
    "wine_quality": ("target", []),
}
MOST_NEW = 2_000


def sampler_table(names=tuple(READ)):
    """A DataFrame, a row a table and strategy, at the suggested ratio; one seed, so it speaks of fitted models."""
    rows = []
    for name in names:
        rows += list(_of_table(name))
    return pd.DataFrame(rows)


def _of_table(name):
    target, left_out = READ[name]
    data = pd.read_parquet(TABLES / f"{name}.parquet").drop(columns=left_out)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        split = sb.split_holdout(data, target=target, random_state=0)
        exp = sb.Experiment(split, model=sb.default_model(n_jobs=1), seeds=1)
        for key in STRATEGIES:
            start = time.perf_counter()
            try:
                run = exp.run(key)
            except ValueError as error:
                yield {"table": name, "strategy": key, "note": str(error).split(".")[0]}
                continue
            seconds = time.perf_counter() - start
            yield {"table": name, "strategy": key, "seconds": seconds, **_scores(run), **_rows(run, split)}
            print(f"  {name}, {key}: {seconds:.1f} s", flush=True)


def _scores(run):
    score = run.scores["average_precision"]
    return {"AP": score.value, "gain": run.delta.value, "low": run.delta.low, "high": run.delta.high}


def _rows(run, split):
    """Two-sample AUC, hidden-majority rate and copies of the new rows, beside what kept-out real rows have."""
    if run.synthetic is None or not len(run.synthetic):
        return {}
    real, kept = split.train, split.holdout
    is_rare = (kept.y == 1).to_numpy()
    new = run.synthetic[kept.X.columns].head(MOST_NEW).reset_index(drop=True)
    aside = split.validation
    return {
        "two_sample_auc": two_sample_auc(kept.X[is_rare], new),
        "hidden_majority": hidden_majority(new, aside.X, aside.y),
        "of_real": hidden_majority(kept.X[is_rare], aside.X, aside.y),
        "copies": copy_share(new, real.X[(real.y == 1).to_numpy()]),
    }
