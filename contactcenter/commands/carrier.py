"""The doctor's look at the carrier: does it let us in, are our numbers there, do their webhooks lead here?"""

from __future__ import annotations

from contactcenter.carriers.contract import OurNumber
from contactcenter.carriers.open import open_carrier
from contactcenter.channels.sms.mount import TEXTS
from contactcenter.commands.ailments import Ailing, Noteworthy
from contactcenter.commands.at_start import queues_of
from contactcenter.commands.carrier_settings import (
    CALLS,
    CALLS_PROGRESS,
    TRIED_AGAIN,
    ill,
    notes,
    site,
    to_paste,
    unanswerable,
)
from contactcenter.db.engine import Database
from contactcenter.envelope import SendError
from contactcenter.settings import CarrierNumber, Settings


async def carrier(settings: Settings, database: Database) -> str:
    """What is well; raises `Ailing` or `Noteworthy`: a line for each thing, with what to do and what to paste.

    What needs no network is looked at first, and told also where the carrier cannot be asked.
    """
    chosen = settings.carrier
    if not chosen.kind:
        return "none (carrier.kind is empty): no calls, no text messages"
    lines = ill(settings, queues=await queues_of(settings, database))
    if not unanswerable(settings):
        lines += await _compared(settings)
    if lines:
        pasted = to_paste(settings)
        under = ["to paste at Twilio (Phone Numbers, the number, Voice and Messaging Configuration):"] if pasted else []
        known = [f"(to know) {line}" for line in notes(settings)]
        wanting = f"{len(lines)} thing{'s' if len(lines) > 1 else ''} to mend at {chosen.kind}, or in [carrier]"
        raise Ailing(wanting + _listed([*lines, *known, *under], pasted))
    if notes(settings):
        raise Noteworthy(f"{chosen.kind} lets us in; to know:" + _listed(notes(settings), []))
    return f"{chosen.kind} lets us in; {len(chosen.numbers)} numbers lead to {site(settings)}"


def _listed(lines: list[str], deeper: list[str]) -> str:
    return "\n".join(["", *(f"       - {line}" for line in lines), *(f"           {line}" for line in deeper)])


async def _compared(settings: Settings) -> list[str]:
    """What the carrier says otherwise than our settings, or why it could not be asked."""
    try:
        found = await _numbers(settings)
    except Ailing as error:
        return [str(error)]
    if found and not settings.carrier.numbers:
        return [f"the account has {', '.join(sorted(found))}"]
    here = site(settings)
    return [one for number in settings.carrier.numbers for one in wrong(number, found.get(number.number), site=here)]


async def _numbers(settings: Settings) -> dict[str, OurNumber]:
    """What the carrier has of ours. Raises `Ailing`."""
    opened = open_carrier(settings)
    if opened is None:
        return {}
    try:
        return {one.number: one for one in await opened.numbers()}
    except SendError as error:
        if error.code == "account":
            raise Ailing(
                f"it does not let us in ({error.detail}). Check carrier.account_sid and the auth token."
            ) from None
        raise Ailing(cannot_be_asked(settings, error.code)) from None
    finally:
        await opened.close()


def cannot_be_asked(settings: Settings, code: str) -> str:
    """Without `carrier.base_url` in it where nobody set that."""
    set_by_us = settings.carrier.base_url
    return (f"{set_by_us or 'https://api.twilio.com'} cannot be reached ({code}), so whether your numbers lead here "
            "was not compared. Is there a way out of this machine (firewall, proxy, DNS)?"
            + (" Is carrier.base_url right?" if set_by_us else ""))


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
