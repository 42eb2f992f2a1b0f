"""What the simulated world looks like: merchant categories, countries, opening hours, channels."""

import numpy as np

DAY = 86_400
WARMUP_DAYS = 30
WINDOW_DAYS = 120
FIRST_DAY = np.datetime64("2025-03-01", "D")

CHANNELS = ("chip", "contactless", "magstripe", "online")
CHIP, CONTACTLESS, MAGSTRIPE, ONLINE = range(4)
CARD_TYPES = ("credit", "debit", "prepaid")
CARD_SHARES = (0.34, 0.60, 0.06)

# category: share of shop terminals, share of web shops, typical amount, spread of log amount,
# opening hours, how much a thief likes it
CATEGORIES = {
    "atm": (0.10, 0.00, 80.0, 0.60, "always", 2.0),
    "clothing": (0.10, 0.20, 58.0, 0.60, "shop", 1.5),
    "digital": (0.00, 0.22, 13.0, 0.70, "evening", 2.0),
    "electronics": (0.04, 0.14, 120.0, 0.90, "shop", 5.0),
    "entertainment": (0.07, 0.11, 26.0, 0.55, "evening", 1.0),
    "fuel": (0.09, 0.00, 54.0, 0.35, "always", 1.0),
    "grocery": (0.26, 0.06, 31.0, 0.75, "shop", 1.0),
    "household": (0.06, 0.10, 66.0, 0.75, "shop", 1.5),
    "jewellery": (0.02, 0.03, 150.0, 0.90, "shop", 4.0),
    "pharmacy": (0.07, 0.03, 21.0, 0.60, "shop", 0.7),
    "restaurant": (0.16, 0.03, 29.0, 0.60, "evening", 0.7),
    "travel": (0.03, 0.08, 190.0, 0.90, "shop", 2.5),
}
ATM = list(CATEGORIES).index("atm")

HOME_COUNTRY = "DE"
# centre of the country's one simulated city, in km from the middle of the home country
FOREIGN = {
    "AT": (350.0, -450.0),
    "ES": (-1300.0, -1300.0),
    "FR": (-750.0, -350.0),
    "GB": (-850.0, 200.0),
    "IT": (150.0, -1050.0),
    "NL": (-350.0, 100.0),
    "PL": (550.0, 150.0),
    "TR": (1800.0, -1100.0),
    "US": (-6700.0, -200.0),
}
COUNTRIES = (HOME_COUNTRY, *FOREIGN)

# payments at each hour of the day, in any unit
_HOURS = {
    "shop": (1, 1, 1, 1, 1, 2, 6, 20, 45, 60, 70, 75, 75, 65, 65, 70, 80, 90, 75, 45, 20, 8, 3, 2),
    "evening": (10, 5, 3, 2, 1, 2, 4, 8, 12, 15, 20, 45, 60, 45, 25, 20, 25, 40, 65, 80, 75, 55, 35, 20),
    "always": (6, 4, 3, 3, 5, 12, 35, 55, 55, 50, 50, 55, 60, 55, 55, 60, 70, 75, 60, 45, 35, 25, 16, 10),
    "thief": (45, 45, 42, 38, 30, 24, 20, 20, 25, 32, 38, 42, 45, 42, 40, 40, 42, 45, 48, 50, 50, 52, 55, 52),
}
HOUR_PROFILES = tuple(_HOURS)
THIEF = HOUR_PROFILES.index("thief")
WEEKDAY_LOAD = np.array([0.95, 0.95, 1.0, 1.05, 1.2, 1.25, 0.75])  # Monday first


def column_of(position):
    """One column of CATEGORIES as an array of shape (n_categories,)."""
    return np.array([row[position] for row in CATEGORIES.values()])


def hour_profile_of_category():
    """Position in HOUR_PROFILES of each category, int array of shape (n_categories,)."""
    return np.array([HOUR_PROFILES.index(row[4]) for row in CATEGORIES.values()])


def draw_second_of_day(profile, rng):
    """Second of the day, int64 array, drawn from one hour profile a payment (positions in HOUR_PROFILES)."""
    table = np.array([_hour_quantiles(hours) for hours in _HOURS.values()])
    hour = table[profile, rng.integers(table.shape[1], size=len(profile))]
    return hour * 3600 + rng.integers(3600, size=len(profile))


def _hour_quantiles(hours, n_points=2048):
    shares = np.cumsum(hours) / np.sum(hours)
    return np.searchsorted(shares, (np.arange(n_points) + 0.5) / n_points)
