"""How good the generators' rows are: two-sample AUC, copies, distances, disputed labels; the peer's beside them."""

import json
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from _gan_speed import CTGAN
from _peers import peer_python
from _quality import N_NEW, TABLES, card_split, quality, rare_split

import synthbalance as sb

SAMPLERS = {
    "SMOTE": sb.SMOTESampler,
    "MGS": sb.MGSSampler,
    "Gaussian copula": sb.GaussianCopulaSampler,
    "Conditional GAN": sb.ConditionalGANSampler,
    "VAE": sb.VAESampler,
    "Diffusion": sb.DiffusionSampler,
}
MIXED = {"sick_euthyroid": ("target", []), "adult_income": ("income_gt_50k", ["split", "fnlwgt"])}
COLUMNS = ["two_sample_auc", "two_sample_auc_strong", "copies", "copies_kept", "distance_ratio", "column_shapes"]
GENEROUS = 10
PEER = """
import json, sys, time, warnings
import pandas as pd
warnings.simplefilter("ignore")
import torch
from ctgan import CTGAN
torch.set_num_threads(1)
data = pd.read_parquet(sys.argv[1])
discrete = [name for name in data if not pd.api.types.is_numeric_dtype(data[name])]
def seconds(epochs, rows):
    start = time.perf_counter()
    CTGAN(epochs=epochs, enable_gpu=False).fit(rows, discrete)
    return time.perf_counter() - start
seconds(1, data.head(1000))  # warms up
once = seconds(1, data)
epoch = max((seconds(4, data) - once) / 3, once / 20)
model = CTGAN(epochs=max(int(float(sys.argv[3]) / epoch), 1), enable_gpu=False)
start = time.perf_counter()
model.fit(data, discrete)
spent = time.perf_counter() - start
made = model.sample(20000, condition_column="label", condition_value="1")
made[made["label"] == "1"].head(2000).drop(columns="label").to_parquet(sys.argv[2])
print(json.dumps({"seconds": spent, "share": float((made["label"] == "1").mean())}))
"""


def splits(table, seed):
    """`X, y, kept` of one of the three tables."""
    if table == "ulb_creditcard_casecontrol":
        return card_split(seed)
    target, left_out = MIXED[table]
    return rare_split(pd.read_parquet(TABLES / f"{table}.parquet").drop(columns=left_out), target, seed)


def generator_quality(table, seeds, names=tuple(SAMPLERS)):
    """A DataFrame, a row a sampler: means over the seeds (of the split, the sampler and the judge)."""
    rows = {name: _means([_figures(name, table, seed) for seed in range(seeds)]) for name in names}
    return pd.DataFrame(rows).T


def peer_quality(table, seconds):
    """The figures of `ctgan` on the split of seed 0, trained for about these seconds; None where it is not there.

    Missing numbers become medians and missing categories a level first, since it takes no missing value.
    """
    python = peer_python("ctgan", CTGAN)
    if python is None:
        return None
    X, y, kept = splits(table, 0)
    with tempfile.TemporaryDirectory() as folder:
        rows, made = Path(folder) / "rows.parquet", Path(folder) / "made.parquet"
        _filled(X).assign(label=y.astype(str).to_numpy()).to_parquet(rows)
        done = subprocess.run(
            [python, "-c", PEER, rows, made, str(seconds)], capture_output=True, text=True, check=True
        )
        told, new = json.loads(done.stdout.splitlines()[-1]), pd.read_parquet(made)
    found = quality(new, _filled(X[y == 1]), _filled(kept, X))
    return {**found, "seconds": told["seconds"], "label share": told["share"]}


def _figures(name, table, seed):
    X, y, kept = splits(table, seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.perf_counter()
        sampler = SAMPLERS[name](random_state=seed).fit(X, y)
        spent = time.perf_counter() - start
        new = sampler.generate(N_NEW, label=1)
    found = quality(new, X[y == 1], kept, seed)
    print(f"  {table}, {name}, seed {seed}: {found['two_sample_auc']:.3f} in {spent:.0f} s", flush=True)
    report = {key: sampler.report_.get(key, np.nan) for key in ("disputed", "disputed_real")}
    return {**{key: found[key] for key in COLUMNS}, **report, "seconds": spent}


def _means(figures):
    return {key: float(np.mean([row[key] for row in figures])) for key in figures[0]}


def _filled(frame, like=None):
    like, out = frame if like is None else like, {}
    for name, values in frame.items():
        if pd.api.types.is_integer_dtype(values) and not values.hasnans:
            out[name] = values
        elif pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            out[name] = values.astype(float).fillna(np.nan_to_num(like[name].astype(float).median()))
        else:
            out[name] = values.astype(object).where(values.notna(), "missing").astype(str)
    return pd.DataFrame(out)
