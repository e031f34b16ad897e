"""Twilio's error codes as ours, and whether trying again can help. https://www.twilio.com/docs/api/errors

A code that is not in the table is `unknown` and temporary (law 5); whoever gives up is the outbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactcenter.envelope import SendError


@dataclass(frozen=True, slots=True)
class Meaning:
    code: str
    permanent: bool


_NUMBER = Meaning("wrong_number", permanent=True)
_OPTED_OUT = Meaning("opted_out", permanent=True)
_ACCOUNT = Meaning("account", permanent=False)
"""Somebody has to mend something at the carrier: tried again meanwhile, and shown."""
_SENDER = Meaning("our_number", permanent=True)
_NOT_FETCHED = Meaning("file_not_fetched", permanent=False)
"""We were not to be reached where the file was to be fetched."""
_TOO_BIG = Meaning("files_too_big", permanent=True)
CODES: Final[dict[str, Meaning]] = {
    "11200": _NOT_FETCHED,  # what came back was no success
    "11205": _NOT_FETCHED,
    "11210": _NOT_FETCHED,
    "11220": _NOT_FETCHED,
    "11235": _NOT_FETCHED,
    "11237": _NOT_FETCHED,
    "11751": _TOO_BIG,
    "12300": Meaning("wrong_file", permanent=True),  # its type is not taken, or not what it says
    "20003": _ACCOUNT,  # authentication
    "20404": Meaning("gone", permanent=True),
    "20429": Meaning("too_many", permanent=False),
    "20500": Meaning("carrier_down", permanent=False),
    "20503": Meaning("carrier_down", permanent=False),
    "21211": _NUMBER,  # invalid To
    "21214": _NUMBER,
    "21215": Meaning("no_permission", permanent=True),  # a country that the account may not call
    "21217": _NUMBER,
    "21220": Meaning("gone", permanent=True),  # the call is not in progress
    "21408": Meaning("no_permission", permanent=True),  # a country that the account may not text
    "21421": _NUMBER,
    "21601": _SENDER,
    "21602": Meaning("empty", permanent=True),
    "21603": _SENDER,
    "21604": _NUMBER,
    "21606": _SENDER,
    "21610": _OPTED_OUT,
    "21611": Meaning("too_many", permanent=False),  # the sender's line at the carrier is full
    "21612": Meaning("unreachable", permanent=True),
    "21614": _NUMBER,  # no mobile number
    "21617": Meaning("too_long", permanent=True),
    "21620": Meaning("wrong_file", permanent=True),
    "21623": Meaning("wrong_file", permanent=True),
    "21635": _NUMBER,  # a landline
    "21659": _SENDER,
    "21660": _SENDER,
    "30001": Meaning("too_many", permanent=False),  # queue overflow
    "30002": _ACCOUNT,  # suspended
    "30003": Meaning("unreachable", permanent=False),  # switched off, no signal
    "30004": Meaning("blocked", permanent=True),
    "30005": _NUMBER,
    "30006": _NUMBER,  # a landline
    "30007": Meaning("filtered", permanent=True),
    "30008": Meaning("unknown", permanent=False),
    "30010": Meaning("too_dear", permanent=True),
    "30017": Meaning("too_many", permanent=False),
    "30022": Meaning("too_many", permanent=False),
    "30023": Meaning("too_many", permanent=False),
    "30019": _TOO_BIG,
    "30034": Meaning("unregistered", permanent=True),
    "30410": Meaning("timeout", permanent=False),
    "30500": Meaning("carrier_down", permanent=False),
    "63019": _NOT_FETCHED,
    "63034": _TOO_BIG,
    "63016": Meaning("window_closed", permanent=True),  # outside of a messenger's reply window
}
UNKNOWN: Final = Meaning("unknown", permanent=False)
TOO_MANY, SERVER = 429, 500


def meaning(code: str) -> Meaning:
    """What an error code of a report means."""
    return CODES.get(code, UNKNOWN)


def refusal(*, status: int, code: int | None, words: str) -> SendError:
    """An answer that is no success, as an error of ours. Its words are the carrier's; they name the code alone."""
    known = CODES.get(str(code or ""))
    if known is None:
        if status == TOO_MANY:
            known = Meaning("too_many", permanent=False)
        elif status >= SERVER:
            known = Meaning("carrier_down", permanent=False)
        elif status in (401, 403):
            known = _ACCOUNT
        elif status == 404:  # noqa: PLR2004
            known = Meaning("gone", permanent=True)
        else:
            # It says that the request itself is wrong: the same one will be wrong again.
            known = Meaning("refused", permanent=400 <= status < SERVER)  # noqa: PLR2004
    return SendError(known.code, f"{code or status}: {' '.join(words.split())[:300]}", permanent=known.permanent)
