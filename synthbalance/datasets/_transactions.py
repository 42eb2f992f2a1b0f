"""Card payments from a rule-based simulator, with a known share of fraud."""

import numbers

import numpy as np
import pandas as pd

from synthbalance.datasets import _profiles as p
from synthbalance.datasets._features import payment_table
from synthbalance.datasets._fraud import fraud_payments
from synthbalance.datasets._genuine import SCENARIOS, genuine_payments
from synthbalance.datasets._world import make_world
from synthbalance.table import remember_source

_MIN_ROWS, _MAX_ROWS = 200, 50_000_000
_MAX_RATE = 0.5
_CARD_LIMIT = 6_000.0


def load_transactions(n_rows=50_000, fraud_rate=0.005, random_state=0, *, scenario=False):
    """Simulated card payments of 120 days, sorted by time, with fraud of three kinds.

    Customers live in cities, have favourite shops, travel, buy on the web and now and then buy
    something big. Frauds are high amounts (card details talked out of somebody), compromised
    terminals (a till that copies cards for some days) and stolen cards (bursts far from home at odd
    hours); a tenth of them is paid the way an honest customer would. Prices, web share, magstripe
    share and the mix of frauds drift a little over the window. Every column is known at the moment
    of payment, and none is computed from labels. A month before the window is simulated too and
    left out, so that the look backs are complete from the first row on.

    Parameters
    ----------
    n_rows : int, default=50_000
        Number of payments, 200 to 50,000,000.
    fraud_rate : float, default=0.005
        Share of frauds, above 0 and at most 0.5; exactly ``round(n_rows * fraud_rate)`` rows are fraud.
    random_state : int, numpy.random.Generator, numpy.random.RandomState or None, default=0
        The same number gives the same rows. A generator or None gives a fresh number, which
        the call noted with the table then names.
    scenario : bool, default=False
        Add the column ``scenario`` (category: which kind of fraud). It gives the answer away: for
        looking at results, never for training.

    Returns
    -------
    pandas.DataFrame of shape (n_rows, 23), or 24 with `scenario`
        - ``paid_at`` (datetime, ascending), ``hour`` (0-23)
        - ``amount`` (euro, in cents), ``merchant_category``, ``channel``, ``country`` (categories; 1 % of
          the countries missing), ``authenticated`` (bool: PIN or app)
        - ``distance_km``: customer's home to the shop, missing on the web
        - ``payments_1h``, ``payments_24h``, ``payments_7d``: the customer's earlier payments, ``amount_24h`` their sum
          in euro, ``amount_ratio_30d`` this amount over their mean (missing without any),
          ``hours_since_last`` (missing for the first)
        - ``visits_30d``: the customer's earlier payments in this shop, ``terminal_payments_24h`` and
          ``terminal_magstripe_24h``: earlier payments of anybody there, ``terminal_amount_ratio_30d``
        - ``device_age_days`` (web only, else missing), ``card_age_days``, ``card_type`` (category),
          ``customer_age`` (years, some missing, more often for prepaid cards)
        - ``is_fraud``: target, int8, 1 = fraud

    Raises
    ------
    ValueError
        If a parameter is out of bounds, or so few rows are asked for that none would be fraud.

    References
    ----------
    Le Borgne, Siblini, Lebichot and Bontempi (2022), Reproducible Machine Learning for Credit Card
    Fraud Detection - Practical Handbook, chapter 3: the typologies.

    Examples
    --------
    >>> import synthbalance as sb
    >>> payments = sb.load_transactions(n_rows=2_000, fraud_rate=0.01)
    >>> int(payments["is_fraud"].sum())
    20
    """
    n_rows, n_frauds = _checked_counts(n_rows, fraud_rate)
    seed = _as_seed(random_state)
    frame = _simulate(n_rows, n_frauds, np.random.default_rng(seed))
    if not scenario:
        del frame["scenario"]
    shown = f"n_rows={n_rows}, fraud_rate={float(fraud_rate)!r}, random_state={seed}"
    return remember_source(frame, f"sb.load_transactions({shown}{', scenario=True' if scenario else ''})")


def _simulate(n_rows, n_frauds, rng):
    world = make_world(n_rows, rng)
    n_genuine = n_rows - n_frauds
    n_before = n_genuine * p.WARMUP_DAYS // p.WINDOW_DAYS
    made = [
        genuine_payments(world, n_before, 0, p.WARMUP_DAYS, rng),
        genuine_payments(world, n_genuine, p.WARMUP_DAYS, p.WINDOW_DAYS, rng),
        fraud_payments(world, n_frauds, rng),
    ]
    payments = pd.concat(made, ignore_index=True).sort_values("second", kind="stable", ignore_index=True)
    payments["amount"] = _in_notes_and_cents(world, payments, rng)
    frame = payment_table(world, payments, rng)
    kind = payments["scenario"].to_numpy()
    frame["scenario"] = pd.Categorical.from_codes(kind, list(SCENARIOS))
    frame["is_fraud"] = (kind > 0).astype(np.int8)
    return frame.iloc[n_before:].reset_index(drop=True)


def _in_notes_and_cents(world, payments, rng):
    amount = payments["amount"].to_numpy()
    below_limit = _CARD_LIMIT * rng.uniform(0.3, 1.0, len(amount))
    amount = np.maximum(np.where(amount > _CARD_LIMIT, below_limit, amount), 0.5).round(2)
    is_cash = world.terminals.category[payments["terminal"].to_numpy()] == p.ATM
    return np.where(is_cash, np.ceil(amount / 10) * 10, amount)


def _checked_counts(n_rows, fraud_rate):
    if not _is_whole(n_rows) or not _MIN_ROWS <= n_rows <= _MAX_ROWS:
        raise ValueError(
            f"n_rows needs a whole number from {_MIN_ROWS} to {_MAX_ROWS}, got {n_rows!r}. Try n_rows=50_000."
        )
    if not isinstance(fraud_rate, numbers.Real) or isinstance(fraud_rate, bool) or not 0 < fraud_rate <= _MAX_RATE:
        raise ValueError(
            f"fraud_rate needs a number above 0 and at most {_MAX_RATE}, got {fraud_rate!r}. Try 0.005 for 0.5 %."
        )
    n_frauds = round(int(n_rows) * float(fraud_rate))
    if n_frauds == 0:
        raise ValueError(
            f"n_rows={n_rows} at fraud_rate={fraud_rate} gives no fraud at all. "
            f"Raise n_rows to at least {int(np.ceil(1 / fraud_rate))}, or raise fraud_rate."
        )
    return int(n_rows), n_frauds


def _as_seed(random_state):
    if _is_whole(random_state) and random_state >= 0:
        return int(random_state)
    if random_state is None:
        random_state = np.random.default_rng()
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**31))
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**31 - 1))
    raise ValueError(
        f"random_state needs a whole number of at least 0, a numpy Generator or RandomState, or None, "
        f"got {random_state!r}. Try random_state=0."
    )


def _is_whole(value):
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)
