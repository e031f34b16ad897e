"""The carrier that the settings name."""

from __future__ import annotations

from contactcenter.carriers.contract import Carrier
from contactcenter.settings import Settings


def open_carrier(settings: Settings) -> Carrier | None:
    """None where there is none. Raises `SettingsError` when a secret cannot be read."""
    if settings.carrier.kind == "twilio":
        # Its library is large: a house without a carrier does not load it.
        from contactcenter.carriers.twilio.carrier import Twilio  # noqa: PLC0415

        return Twilio(settings.carrier, public_url=settings.carrier.public_url or settings.http.site)
    return None
