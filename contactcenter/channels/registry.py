"""Every channel, a row each. To remove a channel: delete its folder and its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from contactcenter.channels.email.parse import EmailReceiver
from contactcenter.channels.fax.parse import FaxReader
from contactcenter.channels.phone.parse import PhoneReceiver
from contactcenter.channels.sms.parse import SmsReceiver
from contactcenter.channels.walk_in.parse import parse as parse_walk_in
from contactcenter.channels.web_chat.parse import parse as parse_chat
from contactcenter.channels.web_form.parse import parse as parse_form
from contactcenter.envelope import Inbound, MailReader, Raw, Receiver
from contactcenter.settings import Settings

_MAIL_READERS: tuple[Callable[[Settings, bytes], MailReader], ...] = (FaxReader,)
"""Channels whose arrivals come as mails: each is shown every mail, and takes its own."""


class Mails:
    """Mail, read on by the channels that come by it. Neither they nor the mail channel know of one another."""

    def __init__(self, mail: Receiver, readers: Sequence[MailReader]) -> None:
        self._mail = mail
        self._readers = readers

    def __call__(self, raw: Raw) -> Inbound:
        """Understand one mail. Raises `ParseError`."""
        mail = self._mail(raw)
        for reader in self._readers:
            theirs = reader(raw, mail)
            if theirs is not None:
                return theirs
        return mail


_RECEIVERS: dict[str, Callable[[Settings, bytes], Receiver]] = {
    "email": lambda settings, key: Mails(
        EmailReceiver(key, settings), [reader(settings, key) for reader in _MAIL_READERS]
    ),
    "sms": lambda settings, _key: SmsReceiver(settings),
    "phone": lambda settings, _key: PhoneReceiver(settings),
    "web_chat": lambda _settings, _key: parse_chat,
    "web_form": lambda _settings, _key: parse_form,
    "walk_in": lambda _settings, _key: parse_walk_in,
}


def receivers(settings: Settings, key: bytes) -> dict[str, Receiver]:
    """How each channel's raw bytes are understood. `key` is the house's signing key."""
    return {name: make(settings, key) for name, make in _RECEIVERS.items()}
