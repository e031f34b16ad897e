"""Whom an answer goes to, where its writer chose them; whom a mail named beside us."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from contactcenter.envelope import MAIL_ADDRESS, Recipient
from contactcenter.shapes.asks import RecipientAsk
from contactcenter.tickets.errors import Invalid

MOST = 20
"""A mail to more is a circular, which is not written here."""
VALUE_CHARS = 320
NAME_CHARS = 200
Kept = list[dict[str, str]]


def nobody_is_ours(_address: str) -> bool:
    """For callers without addresses of their own."""
    return False


def chosen(
    *, to: Sequence[RecipientAsk], cc: Sequence[RecipientAsk], ours: Callable[[str], bool]
) -> tuple[Recipient, ...]:
    """Each address once, To before Cc. Raises `Invalid`, naming its place (`cc.0`), for what is none, or is ours."""
    found: dict[str, Recipient] = {}
    for field, asked in (("to", to), ("cc", cc)):
        for place, one in enumerate(asked):
            if MAIL_ADDRESS.fullmatch(one.address) is None:
                raise Invalid(f"{field}.{place}", "This is no e-mail address: write it as name@example.org.",
                              code="mail_address")
            if ours(one.address):
                raise Invalid(f"{field}.{place}", "This is the library's own address: take it out.", code="own_address")
            found.setdefault(one.address.casefold(), Recipient(
                "to" if field == "to" else "cc", one.address[:VALUE_CHARS], " ".join(one.name.split())[:NAME_CHARS]
            ))
    if not any(one.field == "to" for one in found.values()):
        raise Invalid("to", "The answer needs somebody in To.", code="nobody_in_to")
    if len(found) > MOST:
        raise Invalid("cc", f"An answer goes to {MOST} addresses at most.", code="too_many_addresses")
    return tuple(found.values())


def kept(recipients: Sequence[Recipient]) -> Kept | None:
    """As a message's row holds them; None where there is nobody."""
    return [
        {"field": one.field, "address": one.address[:VALUE_CHARS], "name": one.name[:NAME_CHARS]} for one in recipients
    ] or None


def of(row: Kept | None) -> tuple[Recipient, ...]:
    """As they were kept."""
    return tuple(
        Recipient("cc" if one["field"] == "cc" else "to", one["address"], one["name"]) for one in row or ()
    )
