"""The people and places of the simulator: cities, terminals and web shops, customers."""

from dataclasses import dataclass

import numpy as np

from synthbalance.datasets import _profiles as p

_HOME_CITIES = 24
_SHOP_FAVOURITES, _WEB_FAVOURITES = 8, 4


@dataclass(frozen=True)
class Places:
    """Cities, then foreign cities, then one place called the web; km on a plane, (n_places,) each."""

    x: np.ndarray
    y: np.ndarray
    country: np.ndarray
    first: np.ndarray  # first terminal of each place; a place's terminals are neighbours, (n_places + 1,)
    n_home: int

    @property
    def web(self):
        """Position of the place that holds the web shops."""
        return len(self.x) - 1


@dataclass(frozen=True)
class Terminals:
    """Shop terminals and web shops, (n_terminals,) each, ordered by place."""

    place: np.ndarray
    x: np.ndarray
    y: np.ndarray
    country: np.ndarray
    category: np.ndarray
    price: np.ndarray  # how dear the shop is beside its category, 1 = typical
    load: np.ndarray  # running sum of popularity, (n_terminals + 1,)
    lure: np.ndarray  # the same, as a thief sees it


@dataclass(frozen=True)
class Customers:
    """Card holders, one card each, (n_customers,) each; days count from the start of the warm-up."""

    home: np.ndarray  # ascending
    x: np.ndarray
    y: np.ndarray
    spending: np.ndarray
    activity: np.ndarray  # running share of all payments
    web_share: np.ndarray
    age: np.ndarray
    card_type: np.ndarray
    card_age: np.ndarray
    device_age: np.ndarray
    trip_start: np.ndarray
    trip_end: np.ndarray
    trip_place: np.ndarray
    shops: np.ndarray  # favourite terminals, (n_customers, 8)
    web_shops: np.ndarray  # (n_customers, 4)


@dataclass(frozen=True)
class World:
    """Everything that does not change from payment to payment."""

    places: Places
    terminals: Terminals
    customers: Customers

    def pick_terminals(self, place, rng, lure=False):
        """One terminal in each `place`, drawn by popularity, or by what a thief likes."""
        return _pick(self.places, self.terminals.lure if lure else self.terminals.load, place, rng)


def make_world(n_rows, rng):
    """World for `n_rows` payments: about 50 payments a customer and 100 a terminal."""
    n_terminals = int(np.clip(n_rows // 100, 200, 200_000))
    n_customers = int(np.clip(n_rows // 50, 50, 1_000_000))
    places = _make_places(n_terminals, rng)
    terminals = _make_terminals(places, rng)
    return World(places, terminals, _make_customers(n_customers, places, terminals, rng))


def _make_places(n_terminals, rng):
    foreign = np.array(list(p.FOREIGN.values()))
    x = np.concatenate([rng.uniform(-280, 280, _HOME_CITIES), foreign[:, 0], [0.0]])
    y = np.concatenate([rng.uniform(-400, 400, _HOME_CITIES), foreign[:, 1], [0.0]])
    country = np.concatenate([np.zeros(_HOME_CITIES), 1 + np.arange(len(foreign)), [0]]).astype(np.int8)
    share = np.concatenate([0.70 * _zipf(_HOME_CITIES), 0.12 * np.full(len(foreign), 1 / len(foreign)), [0.18]])
    size = 3 + np.floor(share * (n_terminals - 3 * len(share))).astype(np.int64)
    return Places(x, y, country, np.concatenate([[0], np.cumsum(size)]), _HOME_CITIES)


def _make_terminals(places, rng):
    place = np.repeat(np.arange(len(places.x)), np.diff(places.first))
    n, on_web = len(place), place == places.web
    category = np.where(on_web, _draw(p.column_of(1), n, rng), _draw(p.column_of(0), n, rng)).astype(np.int8)
    abroad = on_web & (rng.random(n) < 0.3)
    country = np.where(abroad, rng.integers(1, len(p.COUNTRIES), n), places.country[place]).astype(np.int8)
    popularity = rng.lognormal(0.0, 0.8, n)
    lure = popularity**0.5 * p.column_of(5)[category]
    return Terminals(
        place=place,
        x=places.x[place] + rng.normal(0, 9, n),
        y=places.y[place] + rng.normal(0, 9, n),
        country=country,
        category=category,
        price=rng.lognormal(0.0, 0.25, n),
        load=np.concatenate([[0.0], np.cumsum(popularity)]),
        lure=np.concatenate([[0.0], np.cumsum(lure)]),
    )


def _make_customers(n, places, terminals, rng):
    home = np.sort(_draw(_zipf(places.n_home), n, rng))
    start = np.where(rng.random(n) < 0.45, rng.uniform(0, p.WARMUP_DAYS + p.WINDOW_DAYS, n), np.inf)
    return Customers(
        home=home,
        x=places.x[home] + rng.normal(0, 11, n),
        y=places.y[home] + rng.normal(0, 11, n),
        spending=rng.lognormal(0.0, 0.4, n),
        activity=np.cumsum(rng.gamma(2.0, 1.0, n)),
        web_share=rng.beta(2.0, 4.5, n),
        age=np.clip(rng.normal(46, 17, n), 18, 93).astype(np.int64),
        card_type=_draw(np.array(p.CARD_SHARES), n, rng).astype(np.int8),
        card_age=31 + rng.exponential(420, n).astype(np.int64),
        device_age=31 + rng.exponential(300, n).astype(np.int64),
        trip_start=start,
        trip_end=start + rng.gamma(3.0, 2.0, n),
        trip_place=rng.integers(places.web, size=n),
        shops=_favourites(places, terminals, home, _SHOP_FAVOURITES, rng),
        web_shops=_favourites(places, terminals, np.full(n, places.web), _WEB_FAVOURITES, rng),
    )


def _favourites(places, terminals, place, n_each, rng):
    wide = np.repeat(place, n_each)
    return _pick(places, terminals.load, wide, rng).reshape(len(place), n_each)


def _pick(places, load, place, rng):
    low, high = load[places.first[place]], load[places.first[place + 1]]
    found = np.searchsorted(load, low + rng.random(len(place)) * (high - low), side="right") - 1
    return np.clip(found, places.first[place], places.first[place + 1] - 1)


def _zipf(n):
    weight = 1 / np.arange(1, n + 1) ** 0.8
    return weight / weight.sum()


def _draw(share, n, rng):
    running = np.cumsum(share)
    return np.searchsorted(running, rng.random(n) * running[-1], side="right")
