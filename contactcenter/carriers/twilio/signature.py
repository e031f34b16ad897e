"""Who sent a webhook. https://www.twilio.com/docs/usage/security#validating-requests

Twilio signs the address it was told to ask, so behind proxies the configured public URL is what counts, never the
Host that a request names. Without a public URL nothing is believed (law 9: fail closed).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from multidict import CIMultiDict, MultiDict
from twilio.request_validator import RequestValidator

from contactcenter.carriers.contract import Fields, Forged

HEADER = "X-Twilio-Signature"
MOST_FIELDS = 500


def verified(*, public_url: str, token: str, path_qs: str, headers: Mapping[str, str], body: bytes) -> Fields:
    """The fields of a webhook, from its body or (asked by GET) its query. Raises `Forged`."""
    signature = CIMultiDict(headers).get(HEADER, "")
    if not public_url or not token or not signature.isascii() or not signature:
        raise Forged
    try:
        text = body.decode()
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Forged from error
    if not RequestValidator(token).validate(public_url.rstrip("/") + path_qs, MultiDict(pairs), signature):
        raise Forged
    query = urlsplit(path_qs).query
    # What the body says counts; the query is our own where there is a body.
    return dict(pairs) if pairs else dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS))
