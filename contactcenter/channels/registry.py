"""Every channel, a row each. To remove a channel: delete its folder and its row."""

from __future__ import annotations

from collections.abc import Callable

from contactcenter.channels.email.parse import EmailReceiver
from contactcenter.channels.phone.parse import PhoneReceiver
from contactcenter.channels.sms.parse import SmsReceiver
from contactcenter.channels.walk_in.parse import parse as parse_walk_in
from contactcenter.channels.web_chat.parse import parse as parse_chat
from contactcenter.channels.web_form.parse import parse as parse_form
from contactcenter.envelope import Receiver
from contactcenter.settings import Settings

_RECEIVERS: dict[str, Callable[[Settings, bytes], Receiver]] = {
    "email": lambda settings, key: EmailReceiver(key, settings),
    "sms": lambda settings, _key: SmsReceiver(settings),
    "phone": lambda settings, _key: PhoneReceiver(settings),
    "web_chat": lambda _settings, _key: parse_chat,
    "web_form": lambda _settings, _key: parse_form,
    "walk_in": lambda _settings, _key: parse_walk_in,
}


def receivers(settings: Settings, key: bytes) -> dict[str, Receiver]:
    """How each channel's raw bytes are understood. `key` is the house's signing key."""
    return {name: make(settings, key) for name, make in _RECEIVERS.items()}
