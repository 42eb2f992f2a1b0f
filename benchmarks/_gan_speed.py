"""How fast the conditional GAN is, beside the peer's own (`ctgan`, in an environment of its own)."""

import json
import statistics
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from _peers import peer_python
from _quality import TABLES, two_sample_auc

import synthbalance as sb

CTGAN = ("torch==2.13.0", "ctgan", "pyarrow")
EPOCHS = 300
PEER = """
import json, sys, time, warnings
import numpy as np
import pandas as pd
warnings.simplefilter("ignore")
from ctgan import CTGAN
data, seconds = pd.read_parquet(sys.argv[1]), {}
CTGAN(epochs=1, enable_gpu=False).fit(data.head(1000), ["label"])  # warms up
for epochs in (1, 3):
    start = time.perf_counter()
    CTGAN(epochs=epochs, enable_gpu=False).fit(data, ["label"])
    seconds[epochs] = time.perf_counter() - start
epoch = (seconds[3] - seconds[1]) / 2
print(json.dumps({"epoch": epoch, "before": seconds[1] - epoch}))
"""


def handbook_rows(n=150_000):
    """The first n rows by time of the handbook's table, 15 columns, and their labels."""
    data = pd.read_parquet(TABLES / "handbook_transformed_3w.parquet").sort_values("TX_DATETIME").head(n)
    left_out = ["TX_FRAUD", "TX_FRAUD_SCENARIO", "TRANSACTION_ID", "CUSTOMER_ID", "TERMINAL_ID", "TX_DATETIME"]
    return data.drop(columns=left_out).reset_index(drop=True), data["TX_FRAUD"].reset_index(drop=True)


def gan_speed(repeats=3):
    """Lines about the seconds of a fit and of 100,000 drawn rows, and the peer's.

    The peer's 300 epochs are extrapolated: its fit of three epochs less that of one gives two epochs, and what is
    left of the one is its transform.
    """
    X, y = handbook_rows()
    fits, draws = [], []
    for seed in range(repeats):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", sb.DataWarning)
            start = time.perf_counter()
            sampler = sb.ConditionalGANSampler(random_state=seed).fit(X, y)
            fits.append(time.perf_counter() - start)
        start = time.perf_counter()
        sampler.generate(100_000, label=1)
        draws.append(time.perf_counter() - start)
    ours = statistics.median(fits)
    yield f"fit on {len(X):,} x {X.shape[1]}: {ours:.1f} s, median of {repeats} (goal 60); {sampler.verdict_}"
    yield f"100,000 rows drawn in {statistics.median(draws):.2f} s, median of {repeats} (goal 1)"
    yield from _peer(X, y, ours)


def _peer(X, y, ours):
    python = peer_python("ctgan", CTGAN)
    if python is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        X.assign(label=y.astype(str)).to_parquet(path)
        done = subprocess.run([python, "-c", PEER, path], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    whole = told["before"] + EPOCHS * told["epoch"]
    yield (
        f"ctgan: transform {told['before']:.1f} s measured, {told['epoch']:.1f} s an epoch over 2 measured epochs; "
        f"{EPOCHS} epochs extrapolated: {whole:,.0f} s = {whole / ours:.0f} times ours (goal 50)"
    )


def has_cuda():
    """Whether torch sees a CUDA device here."""
    import torch

    return torch.cuda.is_available()


def gpu_speed(n_rows=284_807, n_columns=30):
    """Lines about a fit and 1,000,000 drawn rows on CUDA, and whether its rows look like the CPU's."""
    rng = np.random.default_rng(0)
    y = (rng.random(n_rows) < 0.0017).astype(int)
    mixed = rng.standard_normal((n_rows, n_columns)) @ rng.standard_normal((n_columns, n_columns)) / n_columns**0.5
    X = pd.DataFrame(mixed + y[:, None], columns=[f"v{i}" for i in range(n_columns)])
    made = {}
    for device in ("cuda", "cpu"):
        start = time.perf_counter()
        sampler = sb.ConditionalGANSampler(device=device, random_state=0).fit(X, y)
        yield f"{device}: fit on {n_rows:,} x {n_columns} in {time.perf_counter() - start:.1f} s (goal on CUDA: 10)"
        made[device] = sampler.generate(2_000, label=1)
        start = time.perf_counter()
        sampler.generate(1_000_000, label=1)
        yield f"{device}: {1_000_000 / (time.perf_counter() - start):,.0f} rows drawn a second"
    alike = two_sample_auc(made["cpu"], made["cuda"])
    yield f"two-sample AUC of CUDA's rows against the CPU's: {alike:.2f} (0.5 = alike)"
