"""The description of the API (OpenAPI 3.1), made from the routes' own declarations."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from contactcenter.api.body import JSON
from contactcenter.api.idempotency import HEADER, PATTERN
from contactcenter.api.problems import MEDIA_TYPE
from contactcenter.api.query import LARGEST_ID
from contactcenter.api.route import Route
from contactcenter.shapes.wire import Problem

VERSION = "1"
Document = dict[str, object]
Mode = Literal["validation", "serialization"]
Names = dict[tuple[str, Mode], Document]

PROBLEMS = {
    400: "The body is not JSON.",
    401: "Not signed in, or the token is not valid.",
    403: "Not allowed, or a session without its CSRF token.",
    404: "Not there, or not yours to see.",
    409: "Somebody else was first; `code` says how, `current_version` is the ticket's version now.",
    413: "Too large.",
    415: "The media type is not the one that is asked for.",
    422: "Fields or parameters that cannot be taken; `errors` names them.",
    429: "Too many attempts; `Retry-After` says how many seconds to wait.",
    503: "The database is busy or restarting; try again after `Retry-After` seconds.",
}
SECURITY_SCHEMES: Document = {
    "bearer": {
        "type": "http", "scheme": "bearer",
        "description": "Another program's token: `contactcenter token create`.",
    },
    "session": {"type": "apiKey", "in": "cookie", "name": "cc_session", "description": "Somebody who signed in."},
    "csrf": {
        "type": "apiKey", "in": "header", "name": "X-CSRF-Token",
        "description": "`csrf_token` from `GET /me`; with the session's cookie on anything but GET.",
    },
}


def describe(routes: Sequence[Route], *, library: str, server: str) -> Document:
    """The whole document. `server` is the path below which the routes stand."""
    models: list[tuple[type[BaseModel], Mode]] = [(Problem, "serialization")]
    for route in routes:
        if route.ask is not None:
            models.append((route.ask, "validation"))
        if route.answer is not None:
            models.append((route.answer, "serialization"))
    references, definitions = models_json_schema(
        list(dict.fromkeys(models)), ref_template="#/components/schemas/{model}"
    )
    names: Names = {(model.__name__, mode): dict(schema) for (model, mode), schema in references.items()}
    paths: dict[str, dict[str, Document]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{library}: contact centre", "version": VERSION,
            "description": "Everything the librarians' console does. Errors are RFC 9457 problems.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": definitions["$defs"], "securitySchemes": SECURITY_SCHEMES},
    }


def _operation(route: Route, names: Names) -> Document:
    text = (route.handler.__doc__ or "").strip()
    operation: Document = {
        "operationId": route.handler.__name__,
        "tags": [route.tag],
        "summary": text.split("\n", maxsplit=1)[0],
        "security": [{"bearer": []}, {"session": []} if route.method == "GET" else {"session": [], "csrf": []}],
        "parameters": _parameters(route),
        "responses": _responses(route, names),
    }
    if route.ask is not None:
        operation["requestBody"] = {
            "required": True, "content": {JSON: {"schema": names[route.ask.__name__, "validation"]}}
        }
    if route.upload:
        operation["requestBody"] = {
            "required": True,
            "description": "The file itself; any media type but a form's.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    return operation


def _parameters(route: Route) -> list[Document]:
    found: list[Document] = [
        {
            "name": name, "in": "path", "required": True,
            "schema": {"type": "integer", "format": "int64", "minimum": 1, "maximum": LARGEST_ID},
        }
        for name in route.ids
    ]
    schema = route.query.model_json_schema()
    required = schema.get("required", [])
    for name, given in schema.get("properties", {}).items():
        plain = dict(given)
        parameter: Document = {"name": name, "in": "query", "required": name in required}
        if description := plain.pop("description", None):
            parameter["description"] = description
        parameter["schema"] = _without_null(plain)
        found.append(parameter)
    if route.idempotent_by_key:
        found.append({
            "name": HEADER, "in": "header", "required": False,
            "description": "The same key with the same request within a day gives the stored answer.",
            "schema": {"type": "string", "pattern": PATTERN},
        })
    return found


def _without_null(schema: Document) -> Document:
    """A query string has no null: a parameter is left out."""
    kinds = schema.pop("anyOf", None)
    schema.pop("title", None)
    if schema.get("default", ...) is None:
        del schema["default"]
    if isinstance(kinds, list):
        (only,) = [kind for kind in kinds if kind != {"type": "null"}]
        schema = {**only, **schema}
    return schema


def _responses(route: Route, names: Names) -> Document:
    success: Document = {"description": HTTPStatus(route.status).phrase}
    if route.answer is not None:
        success["content"] = {JSON: {"schema": names[route.answer.__name__, "serialization"]}}
    if route.binary is not None:
        media_type = route.binary.media_type
        # An attachment has the type it was sent with.
        success["content"] = {"*/*" if media_type == "application/octet-stream" else media_type: {}}
    responses: Document = {str(route.status): success}
    for status in route.binary.statuses if route.binary else ():
        responses[str(status)] = {"description": HTTPStatus(status).phrase}
    for status in sorted(route.problems):
        answer: Document = {
            "description": PROBLEMS[status],
            "content": {MEDIA_TYPE: {"schema": names[Problem.__name__, "serialization"]}},
        }
        if status in (429, 503):
            answer["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
        responses[str(status)] = answer
    return responses
