"""What can be said of the carrier's settings without asking it: what is wrong, what to look at, what to paste.

The doctor says all of it; what is `wrong` stops the start, too (`at_start.py`).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

from contactcenter.carriers.secret import read
from contactcenter.channels.sms.mount import TEXTS
from contactcenter.settings import Settings, SettingsError

CALLS = "/carrier/calls/in"
CALLS_PROGRESS = "/carrier/calls/progress"
TRIED_AGAIN = "#rc=4&rp=all"
"""Has Twilio ask again where we cannot be reached: docs/carriers.md."""
TRANSCRIBED_S = 120
"""Twilio writes down messages below this: https://www.twilio.com/docs/voice/twiml/record#transcribe"""
SID = re.compile(r"[0-9a-fA-F]{32}")
OTHERS = 0o007
MISSING = (
    "carrier.public_url is missing: without it no webhook is believed. Write the address at which the world reaches "
    "you, such as https://ask.library.example (or set http.public_url, which is taken then)"
)


def site(settings: Settings) -> str:
    """The address that the carrier is to call, without a slash at its end; empty where nobody wrote it down."""
    return (settings.carrier.public_url or settings.http.public_url).rstrip("/")


def ill(settings: Settings, *, queues: Collection[str]) -> list[str]:
    """A line for each fault, with what to do. `queues` are the short names that there are."""
    chosen = settings.carrier
    lines = [*wrong(settings, queues=queues), *_open(chosen.auth_token_file, "carrier.auth_token")]
    if chosen.api_key_sid:
        lines += _open(chosen.api_key_secret_file, "carrier.api_key_secret")
    if not chosen.numbers:
        lines.append("carrier.numbers is empty: no call and no text comes. Write each number that you have at Twilio, "
                     'such as { number = "+861055550100", queue = "general" }')
    lines += [f"{one.number} takes neither texts nor calls: set one of them to true, or take it out"
              for one in chosen.numbers if not one.texts and not one.calls]
    return lines


def wrong(settings: Settings, *, queues: Collection[str]) -> list[str]:
    """What is written wrongly, and cannot work whatever the carrier says: a house does not start with it."""
    chosen = settings.carrier
    lines = unanswerable(settings)
    if chosen.api_key_sid:
        lines += _sid("api_key_sid", chosen.api_key_sid, "SK")
        lines += _secret(chosen.api_key_secret_file, chosen.api_key_secret_env, "carrier.api_key_secret")
    return lines + [f"carrier.numbers, {one.number}: there is no queue {one.queue}: write one of "
                    f"{', '.join(sorted(queues))}" for one in chosen.numbers if one.queue not in queues]


def unanswerable(settings: Settings) -> list[str]:
    """What must be mended before the carrier can be asked, or what it says be compared."""
    chosen = settings.carrier
    return [*_address(settings), *_sid("account_sid", chosen.account_sid, "AC"),
            *_secret(chosen.auth_token_file, chosen.auth_token_env, "carrier.auth_token")]


def notes(settings: Settings) -> list[str]:
    """What works, but should be known."""
    chosen, lines = settings.carrier, []
    address = chosen.public_url or settings.http.public_url
    if address.startswith("http://") and not _address(settings):
        lines.append(f"webhooks come to {address} unencrypted: anybody on their way reads them. Use https://")
    if address.endswith("/"):
        lines.append(f"write {_setting(settings)} without the slash at its end, as it is pasted: {address.rstrip('/')}")
    if not chosen.api_key_sid and any(one.calls for one in chosen.numbers):
        lines.append("carrier.api_key_sid is not set: calls ring at telephones, not in browsers. Make an API key at "
                     "Twilio (Account, API keys), and set it with carrier.api_key_secret_file")
    if settings.phone.transcribe and settings.phone.message_s >= TRANSCRIBED_S:
        lines.append(f"phone.transcribe: messages of two minutes and more are not written down, and yours may last "
                     f"{settings.phone.message_s} s. Set phone.message_s = {TRANSCRIBED_S - 1}")
    return lines


def to_paste(settings: Settings) -> list[str]:
    """What to paste at Twilio, a line a field; none where our address is not known."""
    here, numbers, lines = site(settings), settings.carrier.numbers, list[str]()
    if _address(settings):
        return lines
    if any(one.calls for one in numbers):
        lines.append(f"Voice, A call comes in (Webhook, HTTP POST): {here}{CALLS}")
        lines.append(f"Voice, Call status changes (HTTP POST): {here}{CALLS_PROGRESS}")
    if any(one.texts for one in numbers):
        lines.append(f"Messaging, A message comes in (Webhook, HTTP POST): {here}{TEXTS}{TRIED_AGAIN}")
    return lines


def _setting(settings: Settings) -> str:
    return "carrier.public_url" if settings.carrier.public_url else "http.public_url"


def _address(settings: Settings) -> list[str]:
    here, name = site(settings), _setting(settings)
    if not here:
        return [MISSING]
    parts = urlsplit(here)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        return [f"{name} is {here}: it has to begin with https://"]
    rest = here.removeprefix(f"{parts.scheme}://{parts.netloc}")
    if rest:
        return [f"{name} is {here}: the house stands at the root of its name, leave off {rest}"]
    if settings.carrier.base_url:
        return []  # a stand-in beside us
    if _at_home(parts.hostname):
        return [f"{name} is {here}: it cannot be reached from outside. Write the address that patrons' browsers see"]
    if parts.scheme != "https":
        return [f"{name} is {here}: calls and texts would come unencrypted. It has to begin with https://"]
    return []


def _at_home(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


def _sid(name: str, stands: str, kind: str) -> list[str]:
    if stands.startswith(kind) and SID.fullmatch(stands[len(kind):]):
        return []
    return [f"carrier.{name} is {stands}: copy it from Twilio's console, {kind} and 32 letters and digits"]


def _secret(file: str, variable: str, setting: str) -> list[str]:
    try:
        read(file=file, variable=variable, setting=setting)
    except SettingsError as error:
        return [str(error)]
    return []


def _open(file: str, setting: str) -> list[str]:
    """A group may: it can be the service's own."""
    if file and Path(file).is_file() and Path(file).stat().st_mode & OTHERS:
        return [f"{setting}_file: others may read {file}. Run: chmod 600 {file}"]
    return []
