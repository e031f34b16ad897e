"""Mail from a pipe: what `contactcenter deliver` does with its standard input.

Answers with the exit codes of sysexits.h, as Postfix `pipe(8)`, Exim and procmail read them. Whatever
is not surely the mail's own fault is 75, "try again": a mail server bounces on almost any other.
Imports little, so that the command starts fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.parser import BytesHeaderParser
from email.policy import compat32

from contactcenter.channels.email.headers import Headers, addresses
from contactcenter.envelope import Desk, Raw, Unavailable

EX_OK = 0
EX_USAGE = 64
EX_DATAERR = 65
EX_NOUSER = 67
EX_UNAVAILABLE = 69
EX_TEMPFAIL = 75
EX_CONFIG = 78
"""For the command: the settings are wrong, so no desk could be had."""
NULL_SENDER = {"<>", "MAILER-DAEMON"}
"""How a mail server says that the envelope sender is empty (Postfix: `null_sender`)."""
_OWN_RECIPIENTS = (("delivered-to", "x-original-to", "envelope-to"), ("to", "cc"))


async def deliver(
    desk: Desk, data: bytes, recipients: Sequence[str], sender: str | None, *, limit: int | None = None
) -> int:
    """Keep one mail; the exit code, 0 only once it is committed.

    Without `recipients` those of the mail's own header count; 64 when it names none either. One known
    address among them is enough; none known is 67. `sender` is the envelope sender; empty or None when
    the mail server did not say. An empty mail is 65, one over `limit` bytes 69 (both permanent);
    everything else that goes wrong is 75.
    """
    if not data.strip():
        return EX_DATAERR
    if limit is not None and len(data) > limit:
        return EX_UNAVAILABLE
    wanted = [address for said in recipients if (address := _clean(said))] or _own_recipients(data)
    if not wanted:
        return EX_USAGE
    meta = {"rcpt_to": ",".join(wanted), "peer": "pipe"}
    if sender:
        meta["mail_from"] = "" if sender.strip() in NULL_SENDER else _clean(sender)
    try:
        known = [await desk.is_our_address(address) for address in wanted]
        if not any(known):
            return EX_NOUSER
        await desk.accept([Raw("email", data, meta)])
    except (Unavailable, OSError):
        return EX_TEMPFAIL
    return EX_OK


def _own_recipients(data: bytes) -> list[str]:
    """Where the mail was delivered to, by the word of a mail server, else whom it is written to."""
    fields = Headers(BytesHeaderParser(policy=compat32).parsebytes(data).raw_items())
    for names in _OWN_RECIPIENTS:
        found = [address for _, address in addresses([value for name in names for value in fields.all(name)])]
        if found:
            return found
    return []


def _clean(said: str) -> str:
    """An address as text every database keeps."""
    text = said.strip().strip("<>").encode("utf-8", "replace").decode("utf-8")
    return "".join(char for char in text if char.isprintable() and char != ",")[:1000]
