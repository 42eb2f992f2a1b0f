"""Fraudulent payments of three kinds: high amounts, compromised terminals, stolen cards.

The typologies follow the simulator of the Fraud Detection Handbook (Le Borgne et al. 2022, chapter 3);
here they blend with honest payments that look alike, and none can be told by one column.
"""

import numpy as np
import pandas as pd

from synthbalance.datasets import _genuine as g
from synthbalance.datasets import _profiles as p

_SHARES = (0.36, 0.28)  # high amounts, compromised terminals; the rest are stolen cards
_CAMOUFLAGED = 0.10  # share of frauds that pay usual amounts in the usual way
_PER_TERMINAL, _PER_CARD = 9, 8  # frauds in one incident, on average


def fraud_payments(world, n, rng):
    """`n` frauds in the window, a DataFrame with the columns of `genuine_payments`, scenario 1 to 3."""
    n_high, n_terminal = (round(n * share) for share in _SHARES)
    n_terminal = min(n_terminal, n - n_high)
    made = [
        _high_amounts(world, n_high, rng),
        _compromised_terminals(world, n_terminal, rng),
        _stolen_cards(world, n - n_high - n_terminal, rng),
    ]
    payments = pd.concat(made, ignore_index=True)
    return _camouflage(world, payments, rng)


def _high_amounts(world, n, rng):
    """Somebody talked out of card details: one or two large payments, mostly on the web."""
    customer = rng.integers(len(world.customers.home), size=n)
    place = np.where(rng.random(n) < 0.75, world.places.web, world.customers.home[customer])
    terminal = world.pick_terminals(place, rng, lure=True)
    day = p.WARMUP_DAYS + np.floor(p.WINDOW_DAYS * rng.beta(1.0, 1.35, n)).astype(np.int64)
    second = day * p.DAY + _night_or_open(world, terminal, 0.4, rng)
    payments = pd.DataFrame({"customer": customer, "terminal": terminal, "second": second})
    payments["amount"] = g.usual_amount(world, payments, rng) * rng.lognormal(1.9, 0.5, n)
    payments["channel"] = g.usual_channel(world, payments, rng)
    payments["new_device"] = rng.random(n) < 0.75
    payments["authenticated"] = rng.random(n) < 0.25
    payments["scenario"] = np.int8(1)
    return payments


def _compromised_terminals(world, n, rng):
    """A till that thieves hold for some days: copied cards of many people, read by the stripe."""
    incident = _incidents(n, _PER_TERMINAL, rng)
    n_incidents = incident.max(initial=-1) + 1
    where = world.places.first[world.places.web]
    terminal = rng.integers(where, size=n_incidents)[incident]
    start = _incident_starts(n_incidents, 1.2, 1.0, rng)
    held = rng.uniform(0.6, 4.0, n_incidents)[incident] * p.DAY
    second = start[incident] + (held * rng.random(n)).astype(np.int64)
    second = second // p.DAY * p.DAY + _night_or_open(world, terminal, 0.35, rng)
    customer = _victims(world, terminal, rng)
    payments = pd.DataFrame({"customer": customer, "terminal": terminal, "second": second})
    payments["amount"] = g.usual_amount(world, payments, rng) * rng.lognormal(0.6, 0.5, n)
    payments["channel"] = np.where(rng.random(n) < 0.65, p.MAGSTRIPE, g.usual_channel(world, payments, rng))
    payments["new_device"] = False
    payments["authenticated"] = rng.random(n) < 0.35
    payments["scenario"] = np.int8(2)
    return payments


def _stolen_cards(world, n, rng):
    """A card in wrong hands for a day or three: bursts, far from home, at odd hours."""
    incident = _incidents(n, _PER_CARD, rng)
    n_incidents = incident.max(initial=-1) + 1
    holder = rng.integers(len(world.customers.home), size=n_incidents)
    far = rng.integers(world.places.web, size=n_incidents)
    place = np.where(rng.random(n_incidents) < 0.75, far, world.customers.home[holder])[incident]
    place[rng.random(n) < 0.25] = world.places.web
    payments = pd.DataFrame({"customer": holder[incident], "terminal": world.pick_terminals(place, rng, lure=True)})
    payments["second"] = _bursts(incident, n_incidents, rng)
    payments["amount"] = g.usual_amount(world, payments, rng) * rng.lognormal(0.7, 0.8, n)
    payments["channel"] = g.usual_channel(world, payments, rng)
    payments["new_device"] = rng.random(n) < 0.65
    payments["authenticated"] = rng.random(n) < 0.15
    payments["scenario"] = np.int8(3)
    return payments


def _victims(world, terminal, rng):
    """Holders of the copied cards: half of them live in the terminal's city, the others anywhere."""
    home = world.customers.home
    first, last = (np.searchsorted(home, world.terminals.place[terminal], side) for side in ("left", "right"))
    anywhere = (last == first) | (rng.random(len(terminal)) < 0.5)
    first, last = np.where(anywhere, 0, first), np.where(anywhere, len(home), last)
    return rng.integers(first, last)


def _incidents(n, mean_size, rng):
    """Which incident each of `n` frauds belongs to, int array of values 0, 1, ..."""
    if n == 0:
        return np.zeros(0, dtype=np.int64)
    size = 1 + rng.poisson(mean_size - 1, n)
    return np.repeat(np.arange(n), size)[:n]


def _incident_starts(n, early, late, rng):
    """Second at which each incident starts; a first parameter above the second makes them grow over time."""
    last = p.WINDOW_DAYS - 5
    return ((p.WARMUP_DAYS + last * rng.beta(early, late, n)) * p.DAY).astype(np.int64)


def _bursts(incident, n_incidents, rng):
    start = _incident_starts(n_incidents, 1.3, 1.0, rng) // p.DAY * p.DAY
    start += p.draw_second_of_day(np.full(n_incidents, p.THIEF), rng)
    gap = np.where(rng.random(len(incident)) < 0.2, 12 * 3600, 1200) * rng.exponential(1.0, len(incident))
    running = np.cumsum(gap)
    first = np.searchsorted(incident, np.arange(n_incidents))
    waited = np.minimum(running - running[first][incident] if len(incident) else running, 4 * p.DAY)
    return start[incident] + waited.astype(np.int64)


def _night_or_open(world, terminal, odd, rng):
    usual = g.opening_second(world, terminal, rng)
    thief = p.draw_second_of_day(np.full(len(terminal), p.THIEF), rng)
    return np.where(rng.random(len(terminal)) < odd, thief, usual)


def _camouflage(world, payments, rng):
    """A share of the frauds pays what, how and from where an honest customer would."""
    n = len(payments)
    hidden = rng.random(n) < _CAMOUFLAGED
    payments["amount"] = np.where(hidden, g.usual_amount(world, payments, rng), payments["amount"])
    payments["channel"] = np.where(hidden, g.usual_channel(world, payments, rng), payments["channel"]).astype(np.int8)
    payments["new_device"] &= ~hidden
    payments["authenticated"] |= hidden & (rng.random(n) < 0.7)
    return payments
