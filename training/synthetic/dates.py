"""Dates as reports write them."""

from __future__ import annotations

import random

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    tail = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def month_year(rng: random.Random) -> str:
    """A month with its year: "June 2024"."""
    year = rng.randint(1975, 2027)
    return rng.choice([f"{rng.choice(MONTHS)} {year}", f"{rng.choice(MONTHS)}, {year}", f"{rng.choice(SHORT)} {year}"])


def date(rng: random.Random) -> str:
    """A day, a range of days, now and then a month alone, with or without its year."""
    year, number = rng.randint(1975, 2027), rng.randrange(12)
    month, short = MONTHS[number], SHORT[number]
    day = rng.randint(1, 28)
    end = min(day + rng.randint(1, 4), 30)
    weekday = rng.choice(DAYS)
    dash = rng.choice(["-", "–", " - ", " – ", "/"])
    following = MONTHS[(number + 1) % 12]
    forms = [
        f"{day} {month} {year}",
        f"{day} {month} {year}",
        f"{day} {month} {year}",
        f"{month} {day}, {year}",
        f"{month} {day}, {year}",
        f"{day}{dash}{end} {month} {year}",
        f"{day}{dash}{end} {month} {year}",
        f"{month} {day}{dash}{end}, {year}",
        f"{day} and {day + 1} {month} {year}",
        f"{day}{dash}{end} of {month} {year}",
        f"{ordinal(day)} {month} {year}",
        f"{ordinal(day)} of {month} {year}",
        f"{weekday} {day} {month} {year}",
        f"{weekday}, {day} {month} {year}",
        f"{weekday}, {month} {day}, {year}",
        f"{day} {short} {year}",
        f"{short}. {day}, {year}",
        f"{year}-{number + 1:02d}-{day:02d}",
        f"{year}-{number + 1:02d}-{day:02d}",
        f"{day:02d}.{number + 1:02d}.{year}",
        f"{day}/{number + 1}/{year}",
        f"{number + 1}/{day}/{year % 100:02d}",
        f"{day} {month} to {end} {following} {year}",
        f"{day} {month} - {day} {following} {year}",
        f"{day} to {end} {month} {year}",
        f"{day} {month}",
        f"{month} {day}",
        f"{ordinal(day)} {month}",
        f"{weekday}",
        f"{weekday} {day} {month}",
        f"{month} {year}",
        f"{month} {year}",
        f"{year}",
        f"{month.upper()} {day}, {year}",
        f"{day} {month.upper()} {year}",
        f"{day}-{short}-{year % 100:02d}",
        f"{month} {ordinal(day)}, {year}",
        f"{year}/{number + 1:02d}/{day:02d}",
        f"{year}{number + 1:02d}{day:02d}",
    ]
    return rng.choice(forms)
