"""The carrier that the settings name."""

from __future__ import annotations

from collections.abc import Callable

from contactcenter.carriers.contract import Carrier, TextIn
from contactcenter.envelope import ParseError
from contactcenter.settings import Settings


def open_carrier(settings: Settings) -> Carrier | None:
    """None where there is none. Raises `SettingsError` when a secret cannot be read."""
    if settings.carrier.kind == "twilio":
        # Its library is large: a house without a carrier does not load it.
        from contactcenter.carriers.twilio.carrier import Twilio  # noqa: PLC0415

        return Twilio(settings.carrier, public_url=settings.carrier.public_url or settings.http.site)
    return None


def text_reader(kind: str) -> Callable[[bytes], TextIn]:
    """How a text is read that came by this carrier's wire, also once the carrier is another. Raises `ParseError`."""
    if kind == "twilio":
        from contactcenter.carriers.twilio.read import text_of  # noqa: PLC0415  # as above

        return text_of
    raise ParseError(f"No carrier is called {kind!r}.")
