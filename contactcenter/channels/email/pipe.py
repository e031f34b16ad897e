"""Mail from a pipe: what `contactcenter deliver` does with its standard input.

Answers with the exit codes of sysexits.h, as Postfix `pipe(8)`, Exim and procmail read them. Whatever
is not surely the mail's own fault is 75, "try again": a mail server bounces on almost any other.
Imports nothing but the envelope, so that the command starts fast.
"""

from __future__ import annotations

from collections.abc import Sequence

from contactcenter.envelope import Desk, Raw, Unavailable

EX_OK = 0
EX_USAGE = 64
EX_DATAERR = 65
EX_NOUSER = 67
EX_UNAVAILABLE = 69
EX_TEMPFAIL = 75


async def deliver(
    desk: Desk, data: bytes, recipients: Sequence[str], sender: str | None, *, max_bytes: int | None = None
) -> int:
    """Keep one mail; the exit code, 0 only once it is committed.

    `sender` is the envelope sender, empty for a bounce, None when the mail server did not say. One
    known address among `recipients` is enough; none known is 67. An empty mail is 65, one over
    `max_bytes` 69 (both permanent); everything else that goes wrong is 75.
    """
    wanted = [address.strip().strip("<>") for address in recipients if address.strip().strip("<>")]
    if not wanted:
        return EX_USAGE
    if not data.strip():
        return EX_DATAERR
    if max_bytes is not None and len(data) > max_bytes:
        return EX_UNAVAILABLE
    meta = {"rcpt_to": ",".join(wanted), "peer": "pipe"}
    if sender is not None:
        meta["mail_from"] = sender.strip().strip("<>")
    try:
        known = [await desk.is_our_address(address) for address in wanted]
        if not any(known):
            return EX_NOUSER
        await desk.accept([Raw("email", data, meta)])
    except (Unavailable, OSError):
        return EX_TEMPFAIL
    return EX_OK
