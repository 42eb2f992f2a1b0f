"""What is measured: each maker builds its table and answers with the call to time."""

from _big_table import big_table, table_bytes

import synthbalance as sb

SAMPLERS = tuple(key for key, kind in sb.STRATEGIES.items() if kind is not None and kind.makes_rows)
TRAINED = ("gan", "vae", "diffusion")


def prepared(what, n_rows, n_numbers=20, texts=True, share=0.01, knobs=None):
    """The call to measure, and the bytes of the table it works on.

    Parameters
    ----------
    what : str
        A key of `STRATEGIES` that makes rows; "split", "run" (None, seed 0) or "advice".
    n_rows, n_numbers, texts, share
        As in `_big_table.big_table`.
    knobs : dict, optional
        Of the sampler.
    """
    X, y = big_table(n_rows, n_numbers, texts, share)
    size = table_bytes(X)
    if what in SAMPLERS:
        return _sampler(what, X, y, knobs or {}), size
    data = X
    data[y.name] = y
    if what == "split":
        return lambda: sb.split_holdout(data, target="target", random_state=0), size
    split = sb.split_holdout(data, target="target", random_state=0)
    model = sb.default_model(n_jobs=1)
    if what == "run":
        return lambda: sb.Experiment(split, model=model, seeds=1).run("none"), size
    return lambda: sb.AutoBalance(n_jobs=1, random_state=0).fit(split), size


def _sampler(what, X, y, knobs):
    kind = sb.STRATEGIES[what]
    sampler = kind(sampling_strategy=sb.suggested_ratio(y), random_state=0, **knobs)
    return lambda: (sampler, sampler.fit_resample(X, y))
