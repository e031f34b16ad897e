"""Telephone numbers: one way of writing each (ITU-T E.164), and how people read them."""

from __future__ import annotations

import phonenumbers

MOST_CHARS = 40


def e164(text: str, *, country: str = "") -> str | None:
    """`+` and digits; None where it is no number. `country` (ISO 3166) is whose it is without a country's code.

    A short code, a sender in letters or a withheld number is none: nobody can be reached there.
    """
    if len(text) > MOST_CHARS:
        return None
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable(number: str) -> str:
    """With its groups, as `+86 138 0013 8000`; what is no number (a mail address, a name) stays as it is."""
    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
