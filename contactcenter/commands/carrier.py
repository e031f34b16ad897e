"""The doctor's look at the carrier: does it let us in, are our numbers there, do their webhooks lead here?"""

from __future__ import annotations

from contactcenter.carriers.contract import OurNumber
from contactcenter.carriers.open import open_carrier
from contactcenter.channels.sms.mount import TEXTS
from contactcenter.commands.ailments import Ailing, Noteworthy
from contactcenter.db.engine import Database
from contactcenter.envelope import SendError
from contactcenter.settings import CarrierNumber, Settings

CALLS = "/carrier/calls/in"
CALLS_PROGRESS = "/carrier/calls/progress"
TRIED_AGAIN = "#rc=4&rp=all"
"""Has Twilio ask again where we cannot be reached: docs/carriers.md."""


async def carrier(settings: Settings, _database: Database) -> str:
    """A line; raises `Ailing`, saying what to paste where, or `Noteworthy`."""
    chosen = settings.carrier
    if not chosen.kind:
        return "none (carrier.kind is empty): no calls, no text messages"
    site = (chosen.public_url or settings.http.site).rstrip("/")
    if not site:
        raise Ailing("carrier.public_url and http.public_url are empty: no webhook would be believed.")
    found = await _numbers(settings)
    ill = [one for number in chosen.numbers for one in wrong(number, found.get(number.number), site=site)]
    if not chosen.numbers:
        ill.append(f"carrier.numbers is empty; the account has {', '.join(sorted(found)) or 'none'}")
    if ill:
        raise Ailing("; ".join(ill) + ". (Twilio: Phone Numbers, the number, Voice or Messaging Configuration.)")
    if not site.startswith("https://"):
        raise Noteworthy(f"webhooks come to {site} unencrypted: anybody on their way reads them.")
    if not chosen.api_key_sid and any(one.calls for one in chosen.numbers):
        raise Noteworthy("carrier.api_key_sid is not set: calls ring at telephones, not in browsers.")
    return f"{chosen.kind} lets us in; {len(chosen.numbers)} numbers lead to {site}"


async def _numbers(settings: Settings) -> dict[str, OurNumber]:
    """What the carrier has of ours. Raises `Ailing`."""
    opened = open_carrier(settings)  # a secret that cannot be read says so itself
    if opened is None:
        return {}
    try:
        return {one.number: one for one in await opened.numbers()}
    except SendError as error:
        if error.code == "account":
            raise Ailing(
                f"it does not let us in ({error.detail}). Check carrier.account_sid and the auth token."
            ) from None
        raise Ailing(f"it cannot be asked ({error.code}). Check the way out and carrier.base_url.") from None
    finally:
        await opened.close()


def wrong(ours: CarrierNumber, found: OurNumber | None, *, site: str) -> list[str]:
    """What is not right with a number, and what to set."""
    if found is None:
        return [f"{ours.number} is not a number of this account"]
    ill = []
    if ours.texts:
        if not found.can_text:
            ill.append(f"{ours.number} cannot text: set texts = false, or get another number")
        elif _elsewhere(found.texts_to, site + TEXTS):
            ill.append(f"{ours.number}: set 'A message comes in' to {site}{TEXTS}{TRIED_AGAIN} (is: "
                       f"{found.texts_to or 'empty'})")
    if ours.mms and not found.can_send_files:
        ill.append(f"{ours.number} cannot send files: set mms = false, or get another number")
    if ours.calls:
        if not found.can_call:
            ill.append(f"{ours.number} cannot take calls: set calls = false, or get another number")
            return ill
        if _elsewhere(found.calls_to, site + CALLS):
            ill.append(f"{ours.number}: set 'A call comes in' to {site}{CALLS} (is: {found.calls_to or 'empty'})")
        if _elsewhere(found.progress_to, site + CALLS_PROGRESS):
            ill.append(f"{ours.number}: set 'Call status changes' to {site}{CALLS_PROGRESS} (is: "
                       f"{found.progress_to or 'empty'})")
    return ill


def _elsewhere(stands: str, wanted: str) -> bool:
    """What stands behind # are directions for the carrier."""
    return stands.partition("#")[0] != wanted
