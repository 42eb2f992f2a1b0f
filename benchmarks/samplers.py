"""Every sampler, measured: speed and quality of the generators beside `ctgan`, counterfactual rows beside DiCE,
and a table of all strategies on eight real tables.

Run: python benchmarks/samplers.py [speed quality peer counterfactual table gpu]. All parts without a name. Each part
prints its figures and keeps them in benchmarks/results/samplers_<part>.md. Peers are installed in environments of
their own, in the user's cache, and skipped with a sentence where that fails.
"""

import argparse

import pandas as pd
from _counterfactual import counterfactual_lines
from _gan_speed import gan_speed, gpu_speed, has_cuda
from _generator_quality import GENEROUS, MIXED, generator_quality, peer_quality
from _keep import keep
from _quality import TABLES
from _sampler_table import sampler_table
from joblib import Parallel, delayed

CARDS = "ulb_creditcard_casecontrol"
GOALS = (
    "Goals on the card frauds, means over five seeds: diffusion at most 0.74, GAN and VAE at most 0.88; copies at most "
    "the kept-out rows' own; distance ratio and column shapes at least 0.9."
)


def main():
    """Measure the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=" ".join(PARTS))
    parts = parser.parse_args().parts or list(PARTS)
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"parts need names of {list(PARTS)}, got {unknown}")
    if not TABLES.exists():
        print("Skipped: the folder of real tables is not beside this checkout.")
        return
    for part in parts:
        print(f"\n{part}", flush=True)
        if part == "gpu" and not has_cuda():
            print("Skipped: no CUDA device is on this machine.")
            continue
        keep(f"samplers_{part}", f"python benchmarks/samplers.py {part}", PARTS[part]())


def speed():
    """The GAN's fit and draw beside the peer's."""
    yield from (f"- {line}" for line in gan_speed())


def quality():
    """The generators' rows on three tables."""
    yield GOALS
    for table, seeds in ((CARDS, 5), *((name, 1) for name in MIXED)):
        yield f"\n{table}, mean of {seeds} seed(s)\n"
        yield _markdown(generator_quality(table, seeds), 3)


def peer():
    """The GAN beside `ctgan`, which is given ten times our time; both tables at once, every fit on one thread."""
    found = Parallel(n_jobs=len(MIXED))(delayed(_beside)(table) for table in MIXED)
    for table, rows in zip(MIXED, found, strict=True):
        yield f"\n{table}, seed 0\n"
        yield _markdown(rows, 3)


def _beside(table):
    ours = generator_quality(table, 1, ["Conditional GAN"])
    theirs = peer_quality(table, GENEROUS * ours["seconds"].iloc[0])
    return pd.concat([ours, pd.DataFrame({"ctgan": theirs or {}}).T])


def counterfactual():
    """Counterfactual rows: speed, validity, DiCE, cost in average precision."""
    yield from (f"- {line}" for line in counterfactual_lines())


def table():
    """All strategies on eight tables."""
    found = sampler_table()
    yield "Gain = average precision less that of doing nothing, with the pointwise 95 % interval of these two models."
    for name, part in found.groupby("table", sort=False):
        yield f"\n{name}\n"
        yield _markdown(part.drop(columns="table").set_index("strategy"), 3)


def gpu():
    """The GAN on CUDA, where there is one."""
    yield from (f"- {line}" for line in gpu_speed())


PARTS = {f.__name__: f for f in (speed, quality, peer, counterfactual, table, gpu)}


def _markdown(frame, digits):
    def cell(value):
        if isinstance(value, str):
            return value
        return "" if pd.isna(value) else f"{value:.{digits}f}".replace("-0.000", "0.000")

    rows = zip(frame.index, frame.to_numpy(), strict=True)
    lines = ["| | " + " | ".join(map(str, frame.columns)) + " |", "|---" * (frame.shape[1] + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(map(cell, row)) + " |" for name, row in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
