"""How many seats a load needs, or how well a number of seats does: one JSON object, without a database."""

from __future__ import annotations

import json
import math
import re
import sys
from typing import TextIO

from contactcenter.commands.failure import Failure
from contactcenter.staffing.seats import performance, seats_for
from contactcenter.staffing.traffic import Performance, Target, Traffic

EX_WRONG_USE = 2
UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(s|min|m|h)?", re.ASCII)
TARGET = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%?\s*/\s*(\S.*)", re.ASCII)
DIGITS = 6
MOST_SEATS = 999_999
"""Far beyond any load that is reckoned with."""


def staff(
    *, calls: str, interval: str, aht: str, target: str, patience: str | None, seats: str | None, out: TextIO,
) -> None:
    """Write the answer. Options are as they were typed; Failure says what to do about one that cannot be read."""
    within = target_of(target)
    patience_s = None if patience is None else duration("--patience", patience)
    try:
        traffic = Traffic(
            calls=number("--calls", calls),
            interval_s=duration("--interval", interval), aht_s=duration("--aht", aht))
        if seats is None:
            found = seats_for(traffic, within, patience_s=patience_s)
        else:
            found = performance(traffic, seats=number_of_seats(seats), within_s=within.within_s, patience_s=patience_s)
    except ValueError as error:
        raise Failure(str(error), EX_WRONG_USE) from error
    if not found.stable:
        _say(f"{found.seats} seats cannot carry {traffic.erlangs:g} erlangs: the line grows without end, and there is "
             f"no average wait. Give {math.floor(traffic.erlangs) + 1} seats or more, or say with --patience how long "
             "patrons wait.")
    out.write(f"{json.dumps(_object(found))}\n")


def _object(found: Performance) -> dict[str, int | float | None]:
    return {
        "seats": found.seats,
        "p_wait": round(found.p_wait, DIGITS),
        "service_level": round(found.service_level, DIGITS),
        "asa_s": round(found.asa_s, DIGITS) if found.stable else None,
        "occupancy": round(found.occupancy, DIGITS),
        "abandoned": round(found.abandoned, DIGITS),
    }


def number(option: str, text: str) -> float:
    """What was typed as a number, 0 or more."""
    if not text:
        raise Failure(f"{option} is missing: write a number, such as {option} 120", EX_WRONG_USE)
    try:
        read = float(text)
    except ValueError:
        read = math.nan
    if not (math.isfinite(read) and read >= 0):
        raise Failure(f"{option} {text}: write a number, 0 or more, such as {option} 120", EX_WRONG_USE)
    return read


def number_of_seats(text: str) -> int:
    """What was typed as a number of seats."""
    if re.fullmatch("[1-9][0-9]{0,5}", text) is None:
        raise Failure(f"--seats {text}: write a whole number, 1 to {MOST_SEATS}, or leave it out to have the number "
                      "found", EX_WRONG_USE)
    return int(text)


def duration(option: str, text: str) -> float:
    """Seconds; a bare number is seconds."""
    if not text:
        raise Failure(f"{option} is missing: write a time, such as 300, 300s, 5m or 1h", EX_WRONG_USE)
    read = DURATION.fullmatch(text.strip())
    if read is None or not float(read[1]) > 0:
        raise Failure(f"{option} {text}: write a time above 0, such as 300, 300s, 5m or 1h", EX_WRONG_USE)
    return float(read[1]) * UNITS[read[2] or ""]


def target_of(text: str) -> Target:
    """What was typed as percent and time."""
    read = TARGET.fullmatch(text.strip())
    wrong = Failure(f"--target {text}: write percent and seconds, such as 80/20 for 80 % answered in 20 seconds; "
                    "the percentage lies from 1 to below 100", EX_WRONG_USE)
    if read is None or not 1 <= float(read[1]) < 100:  # noqa: PLR2004  # percent
        raise wrong
    within = DURATION.fullmatch(read[2].strip())
    if within is None:
        raise wrong
    return Target(share=float(read[1]) / 100, within_s=float(within[1]) * UNITS[within[2] or ""])


def _say(text: str) -> None:
    print(f"contactcenter staffing: {text}", file=sys.stderr)  # noqa: T201
