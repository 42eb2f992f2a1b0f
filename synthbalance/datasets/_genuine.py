"""Honest payments: daily life, trips, shopping in one go, now and then a big purchase."""

import numpy as np
import pandas as pd

from synthbalance.datasets import _profiles as p

SCENARIOS = ("genuine", "high_amount", "compromised_terminal", "stolen_card")

_FOLLOW_UPS = 0.15  # share of payments made minutes after another one of the same customer
_BIG = 0.010  # share of payments several times as large as usual
_CONTACTLESS_LIMIT = 50.0


def genuine_payments(world, n, first_day, n_days, rng):
    """`n` honest payments over `n_days` days from `first_day` on, as a DataFrame in no order.

    Columns: customer, terminal (positions in the world), second (since the start of the warm-up),
    amount, channel, new_device, authenticated, scenario (0).
    """
    n_follow = int(_FOLLOW_UPS * n)
    leaders = _leaders(world, n - n_follow, first_day, n_days, rng)
    followers = _follow_ups(world, leaders, n_follow, (first_day + n_days) * p.DAY, rng)
    payments = pd.concat([leaders, followers], ignore_index=True)
    payments["amount"] = usual_amount(world, payments, rng) * _now_and_then_big(n, rng)
    payments["channel"] = usual_channel(world, payments, rng)
    payments["new_device"] = rng.random(n) < 0.025
    payments["authenticated"] = rng.random(n) < np.array([0.97, 0.30, 0.60, 0.80])[payments["channel"]]
    payments["scenario"] = np.int8(0)
    return payments


def usual_amount(world, payments, rng):
    """Amounts as this customer pays in this kind of shop, with 2.5 % inflation over the window; not yet in cents."""
    customer, terminal = payments["customer"].to_numpy(), payments["terminal"].to_numpy()
    category = world.terminals.category[terminal]
    typical = p.column_of(2)[category] * world.terminals.price[terminal] * world.customers.spending[customer]
    inflation = 1 + 0.025 * payments["second"].to_numpy() / (p.WINDOW_DAYS * p.DAY)
    return typical * inflation * np.exp(p.column_of(3)[category] * rng.standard_normal(len(payments)))


def usual_channel(world, payments, rng):
    """How the card is read, int8 positions in CHANNELS; magstripe is dying out but lives on abroad."""
    terminal = payments["terminal"].to_numpy()
    small = payments["amount"].to_numpy() < _CONTACTLESS_LIMIT
    abroad = world.terminals.country[terminal] != 0
    late = payments["second"].to_numpy() / ((p.WARMUP_DAYS + p.WINDOW_DAYS) * p.DAY)
    draw = rng.random(len(payments))
    channel = np.where(draw < np.where(small, 0.68, 0.22), p.CONTACTLESS, p.CHIP)
    channel[world.terminals.category[terminal] == p.ATM] = p.CHIP
    channel[draw > 1 - np.where(abroad, 0.10, 0.020 - 0.012 * late)] = p.MAGSTRIPE
    channel[is_web(world, terminal)] = p.ONLINE
    return channel.astype(np.int8)


def is_web(world, terminal):
    """Whether each terminal is a web shop, bool array."""
    return terminal >= world.places.first[world.places.web]


def opening_second(world, terminal, rng):
    """Second of the day when people pay at each terminal."""
    return p.draw_second_of_day(p.hour_profile_of_category()[world.terminals.category[terminal]], rng)


def _leaders(world, n, first_day, n_days, rng):
    customer = draw_customers(world, n, rng)
    day = _draw_days(n, first_day, n_days, rng)
    place = _place_of(world, customer, day, rng)
    terminal = _terminal_of(world, customer, place, rng)
    second = day * p.DAY + opening_second(world, terminal, rng)
    return pd.DataFrame({"customer": customer, "terminal": terminal, "second": second})


def draw_customers(world, n, rng):
    """`n` customers, the active ones more often."""
    running = world.customers.activity
    return np.minimum(np.searchsorted(running, rng.random(n) * running[-1]), len(running) - 1)


def _draw_days(n, first_day, n_days, rng):
    days = np.arange(first_day, first_day + n_days)
    monday_first = (p.FIRST_DAY + (days - p.WARMUP_DAYS)).astype("datetime64[D]").astype(int) + 3
    load = np.cumsum(p.WEEKDAY_LOAD[monday_first % 7] * (1 + 0.0008 * days))
    return days[np.searchsorted(load, rng.random(n) * load[-1])]


def _place_of(world, customer, day, rng):
    people = world.customers
    travels = (day >= people.trip_start[customer]) & (day < people.trip_end[customer])
    place = np.where(travels, people.trip_place[customer], people.home[customer])
    growth = 1 + 0.15 * day / (p.WARMUP_DAYS + p.WINDOW_DAYS)
    place[rng.random(len(day)) < people.web_share[customer] * growth] = world.places.web
    return place


def _terminal_of(world, customer, place, rng):
    people, n = world.customers, len(customer)
    terminal = world.pick_terminals(place, rng)
    loyal = rng.random(n) < 0.6
    rank = rng.random(n) ** 2
    at_home, on_web = loyal & (place == people.home[customer]), loyal & (place == world.places.web)
    for chosen, favourites in ((at_home, people.shops), (on_web, people.web_shops)):
        column = (rank[chosen] * favourites.shape[1]).astype(np.int64)
        terminal[chosen] = favourites[customer[chosen], column]
    return terminal


def _follow_ups(world, leaders, n, end, rng):
    led = leaders.iloc[rng.integers(len(leaders), size=n)]
    place = world.terminals.place[led["terminal"].to_numpy()]
    delay = 90 + rng.exponential(2400, n).astype(np.int64)
    return pd.DataFrame(
        {
            "customer": led["customer"].to_numpy(),
            "terminal": world.pick_terminals(place, rng),
            "second": np.minimum(led["second"].to_numpy() + delay, end - 1),
        }
    )


def _now_and_then_big(n, rng):
    return np.where(rng.random(n) < _BIG, rng.uniform(2.5, 9.0, n), 1.0)
