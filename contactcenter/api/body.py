"""Reading a JSON body, strictly."""

from __future__ import annotations

import orjson
from aiohttp import web
from pydantic import ValidationError

from contactcenter.api.problems import Refusal, refused_field, refused_fields
from contactcenter.api.query import is_text
from contactcenter.shapes.base import Ask

JSON = "application/json"
MAX_JSON_BYTES = 4_000_000
"""The longest text and its HTML, 200,000 characters each, as escaped as JSON allows, and some room."""


async def read_bytes(request: web.Request, limit: int = MAX_JSON_BYTES) -> bytes:
    """The body as sent. Raises `Refusal` (413) as soon as it is over the limit."""
    if (request.content_length or 0) > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    async for chunk in request.content.iter_any():
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        parts.append(chunk)
    return b"".join(parts)


def require_json(request: web.Request) -> None:
    """Raises `Refusal` (415) for anything but JSON in UTF-8."""
    if request.content_type != JSON or (request.charset or "utf-8").lower() not in ("utf-8", "utf8"):
        raise Refusal(415, "media_type", f"Send {JSON} in UTF-8.")


def parse(model: type[Ask], raw: bytes) -> Ask:
    """The body as its shape. Raises `Refusal`: 400 when it is not JSON, 422 when it does not fit."""
    try:
        value: object = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Refusal(400, "not_json", "The body is not JSON.") from None
    # PostgreSQL's text cannot hold NUL; in valid JSON it can only stand as this escape.
    if rb"\u0000" in raw and not _all_text(value):
        raise refused_field("", "text", "NUL is not a character of any text.")
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise refused_fields(error) from None


def _all_text(value: object) -> bool:
    if isinstance(value, str):
        return is_text(value)
    if isinstance(value, list):
        return all(_all_text(item) for item in value)
    if isinstance(value, dict):
        return all(_all_text(key) and _all_text(item) for key, item in value.items())
    return True


def _too_large(limit: int) -> Refusal:
    return Refusal(413, "too_large", f"At most {limit} bytes.")
