"""What a mail server's refusal means: provider words become ours in one table (law 9).

Temporary unless it says permanent (law 5). A 5xx is permanent when it is about the recipient or the
mail; when it is about us (sign-in, TLS, our sender address, no relaying) it is our configuration,
which somebody will mend: temporary. Reply codes: RFC 5321 4.2, enhanced codes: RFC 3463.
"""

from __future__ import annotations

import re
import socket
import ssl

from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPConnectResponseError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from contactcenter.envelope import SendError

DETAIL_CHARS = 500
MAX_CAUSES = 10
AUTH_CODES = {432, 454, 530, 534, 535, 538}
"""RFC 4954 section 4.7: sign-in needed, refused, or too weak; 454 also: TLS not available (RFC 3207)."""
TOO_BIG_CODES = {552, 523}
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_GREY = re.compile(r"gr[ea]y.?list", re.IGNORECASE)
_RELAY = re.compile(r"relay", re.IGNORECASE)
_BY_STATUS: dict[str, str] = {
    "1.1": "unknown_recipient", "1.2": "unknown_domain", "1.3": "wrong_address", "1.6": "unknown_recipient",
    "1.10": "unknown_domain", "2.0": "mailbox", "2.1": "mailbox_disabled", "2.2": "mailbox_full", "2.3": "too_big",
    "3.4": "too_big", "4.4": "unknown_domain", "6.0": "content", "7.1": "refused", "7.0": "refused",
}
"""The last two numbers of an enhanced status code, and our word."""
OURS_TO_MEND = {"5.7.8", "5.7.9", "5.7.10", "5.7.11", "5.7.14", "5.7.57"}


def explain(error: Exception) -> SendError:
    """The one `SendError` for whatever went wrong."""
    if isinstance(error, SendError):
        return error
    tls = _cause(error, ssl.SSLError)
    if tls is not None:
        return SendError("tls", _short(str(tls)))
    if _cause(error, socket.gaierror) is not None:
        return SendError("dns", _short(str(error)))
    if isinstance(error, SMTPConnectError) and not isinstance(error, SMTPResponseException):
        return SendError("connect", _short(str(error)))
    if isinstance(error, SMTPTimeoutError | TimeoutError):
        return SendError("timeout", _short(str(error)))
    if isinstance(error, SMTPResponseException):
        return _response(error)
    if isinstance(error, SMTPServerDisconnected):
        return SendError("disconnected", _short(str(error)))
    if isinstance(error, SMTPException):
        words = str(error)
        return SendError("tls" if "STARTTLS" in words.upper() else "auth" if "AUTH" in words.upper() else "unknown",
                         _short(words))
    if isinstance(error, UnicodeError):
        return SendError("wrong_address", _short(str(error)), permanent=True)
    if isinstance(error, OSError):
        return SendError("connect", _short(str(error)))
    return SendError("unknown", type(error).__name__)


def _response(error: SMTPResponseException) -> SendError:
    detail = _short(f"{error.code} {error.message}")
    status = _ENHANCED.search(error.message)
    full = status[0] if status else ""
    if isinstance(error, SMTPAuthenticationError) or error.code in AUTH_CODES or full in OURS_TO_MEND:
        return SendError("auth", detail)
    if isinstance(error, SMTPConnectResponseError | SMTPHeloError):
        return SendError("busy" if error.code < 500 else "turned_away", detail)  # noqa: PLR2004
    word = _BY_STATUS.get(f"{status[2]}.{status[3]}", "") if status else ""
    if error.code in TOO_BIG_CODES and word != "mailbox_full":
        word = "too_big"
    if error.code < 500:  # noqa: PLR2004
        if _GREY.search(error.message):
            return SendError("greylisted", detail)
        return SendError(word if word in {"mailbox_full", "too_big"} else "busy", detail)
    if isinstance(error, SMTPSenderRefused) and word != "too_big":
        return SendError("sender_refused", detail)
    if isinstance(error, SMTPRecipientRefused) and _RELAY.search(error.message):
        return SendError("relay_denied", detail)
    if isinstance(error, SMTPRecipientRefused) and not word:
        word = "unknown_recipient" if error.code in {550, 551} else "refused"
    return SendError(word or "refused", detail, permanent=True)


def _cause(error: BaseException, kind: type[Exception]) -> BaseException | None:
    """The first exception of a kind among those that led to this one."""
    seen: BaseException | None = error
    for _ in range(MAX_CAUSES):  # A chain of causes can be a ring.
        if seen is None or isinstance(seen, kind):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def _short(words: str) -> str:
    return " ".join(words.encode("utf-8", "replace").decode("utf-8").split())[:DETAIL_CHARS]
