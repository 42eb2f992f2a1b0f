"""What a bank knows at the moment of a payment: behaviour so far, distance, ages. Never from labels."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from synthbalance.datasets import _genuine as g
from synthbalance.datasets import _profiles as p

_SPAN = 1 << 24  # seconds; more than warm-up, window and the longest look back together (160 days)


@dataclass(frozen=True)
class _Past:
    """Earlier payments of the same owner within some time, one value a payment."""

    count: np.ndarray
    total: np.ndarray


class History:
    """Payments in order of owner and time, so that any look back is one binary search.

    Parameters
    ----------
    owner : int array of shape (n,)
        Customer, terminal or a pair of both, below 2 ** 38.
    second : int array of shape (n,)
        Ascending, below 2 ** 24 less the longest look back.
    amount : float array of shape (n,)
    """

    def __init__(self, owner, second, amount):
        self._order = np.argsort(owner, kind="stable")
        self._key = (owner * _SPAN + second)[self._order]
        self._owner_start = (owner * _SPAN)[self._order]
        self._running = np.concatenate([[0.0], np.cumsum(amount[self._order])])

    def within(self, seconds):
        """Earlier payments of the last `seconds` seconds, this one left out."""
        here = np.arange(len(self._key))
        first = np.searchsorted(self._key, np.maximum(self._key - seconds, self._owner_start))
        total = self._running[here] - self._running[first]
        return _Past(self._unsort(here - first), self._unsort(total))

    def since_last(self):
        """Seconds since the owner's payment before, float array, missing for the first."""
        gap = np.diff(self._key, prepend=self._key[:1]).astype(float)
        new_owner = np.diff(self._owner_start, prepend=-1) != 0
        gap[new_owner] = np.nan
        return self._unsort(gap)

    def _unsort(self, values):
        back = np.empty_like(values)
        back[self._order] = values
        return back


def payment_table(world, payments, rng):
    """Features of `payments` (sorted by second), one row each, warm-up included; no label inside."""
    customer, terminal = payments["customer"].to_numpy(), payments["terminal"].to_numpy()
    second, amount = payments["second"].to_numpy(), payments["amount"].to_numpy()
    columns = {
        "paid_at": (p.FIRST_DAY - p.WARMUP_DAYS).astype("datetime64[us]") + second.astype("timedelta64[s]"),
        "amount": amount,
        **_shop_columns(world, terminal, payments, rng),
        "hour": (second // 3600 % 24).astype(np.int32),
        "distance_km": _distance(world, customer, terminal),
        **_customer_history(customer, second, amount),
        **_terminal_history(customer, terminal, second, amount),
        "terminal_magstripe_24h": _magstripe(terminal, second, payments["channel"].to_numpy()),
        **_card_columns(world, payments, rng),
    }
    return pd.DataFrame(columns)


def _shop_columns(world, terminal, payments, rng):
    country = world.terminals.country[terminal].copy()
    country[rng.random(len(terminal)) < 0.01] = -1
    return {
        "merchant_category": pd.Categorical.from_codes(world.terminals.category[terminal], list(p.CATEGORIES)),
        "channel": pd.Categorical.from_codes(payments["channel"].to_numpy(), list(p.CHANNELS)),
        "country": pd.Categorical.from_codes(country, list(p.COUNTRIES)),
        "authenticated": payments["authenticated"].to_numpy(),
    }


def _distance(world, customer, terminal):
    people, shops = world.customers, world.terminals
    km = np.hypot(people.x[customer] - shops.x[terminal], people.y[customer] - shops.y[terminal])
    return np.where(g.is_web(world, terminal), np.nan, km.round(1))


def _customer_history(customer, second, amount):
    history = History(customer, second, amount)
    day, week, month = (history.within(days * p.DAY) for days in (1, 7, 30))
    return {
        "payments_1h": history.within(3600).count.astype(np.int32),
        "payments_24h": day.count.astype(np.int32),
        "amount_24h": day.total.round(2),
        "payments_7d": week.count.astype(np.int32),
        "amount_ratio_30d": _ratio(amount, month),
        "hours_since_last": (history.since_last() / 3600).round(3),
    }


def _terminal_history(customer, terminal, second, amount):
    visits = History(customer * (terminal.max() + 1) + terminal, second, amount).within(30 * p.DAY)
    history = History(terminal, second, amount)
    return {
        "visits_30d": visits.count.astype(np.int32),
        "terminal_payments_24h": history.within(p.DAY).count.astype(np.int32),
        "terminal_amount_ratio_30d": _ratio(amount, history.within(30 * p.DAY)),
    }


def _magstripe(terminal, second, channel):
    by_stripe = (channel == p.MAGSTRIPE).astype(float)
    return History(terminal, second, by_stripe).within(p.DAY).total.astype(np.int32)


def _ratio(amount, past):
    mean = past.total / np.maximum(past.count, 1)
    return np.where(past.count > 0, amount / np.maximum(mean, 0.01), np.nan).round(3)


def _card_columns(world, payments, rng):
    people, customer = world.customers, payments["customer"].to_numpy()
    day = payments["second"].to_numpy() // p.DAY - p.WARMUP_DAYS
    age = people.age[customer].astype(float)
    unknown = rng.random(len(people.age)) < np.where(people.card_type == 2, 0.25, 0.02)
    age[unknown[customer]] = np.nan
    device = np.where(payments["new_device"], rng.exponential(2.5, len(customer)).astype(int), 0)
    device = np.where(payments["new_device"], device, people.device_age[customer] + day).astype(float)
    device[payments["channel"].to_numpy() != p.ONLINE] = np.nan
    return {
        "device_age_days": device,
        "card_age_days": (people.card_age[customer] + day).astype(np.int32),
        "card_type": pd.Categorical.from_codes(people.card_type[customer], list(p.CARD_TYPES)),
        "customer_age": age,
    }
