"""A route is declared once, by the signature of its handler.

Serving it, checking it and describing it (OpenAPI) all read that declaration. Why it is ours:
docs/decisions/0010-a-small-typed-route.md.

    @routes.post("/tickets/{ticket_id}/replies", status=201, problems=(409,))
    async def reply(call: Call, ticket_id: int, ask: ReplyAsk) -> Message: ...

A parameter named in the path is an id; one whose type is a `Query` is the query string; one whose
type is an `Ask` is the JSON body. The return type is the answer's shape; None is 204.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeVar, get_type_hints

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.find_session import SignedIn
from contactcenter.accounts.scope import Scope
from contactcenter.api.house import House
from contactcenter.api.query import Query
from contactcenter.events.record import Actor
from contactcenter.shapes.base import Ask, Shape

# A handler's own parameters are checked where it is declared, by `Routes`.
Handler = Callable[..., Awaitable[Shape | web.StreamResponse | None]]  # type: ignore[explicit-any]
Part = TypeVar("Part")
Transaction = Literal["read", "write", "own"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True)
class Call:
    """One request, once it is known who asks."""

    house: House
    request: web.Request
    scope: Scope
    actor: Actor
    now: datetime
    signed_in: SignedIn | None
    open_session: AsyncSession | None

    @property
    def session(self) -> AsyncSession:
        """A snapshot for reading, or the transaction that commits after the handler returned.

        A route that keeps its own transactions has none: a snapshot from before would be stale.
        """
        if self.open_session is None:
            raise RuntimeError("a route with its own transactions opens its own sessions")
        return self.open_session


@dataclass(frozen=True, slots=True)
class Binary:
    """An answer that is not JSON: its media type, and further statuses that come without a body."""

    media_type: str
    statuses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """What a handler's signature says."""

    method: Method
    path: str
    handler: Handler
    tag: str
    status: int
    answer: type[Shape] | None
    binary: Binary | None
    ids: tuple[str, ...]
    query: type[Query]
    query_name: str | None
    ask: type[Ask] | None
    ask_name: str | None
    upload: bool
    transaction: Transaction
    problems: frozenset[int]

    @property
    def idempotent_by_key(self) -> bool:
        """Whether `Idempotency-Key` is honoured: on every POST, and there alone."""
        return self.method == "POST"


@dataclass(slots=True)
class Routes:
    """The routes of one file, under one heading of the description."""

    tag: str
    all: list[Route] = field(default_factory=list)

    def get(
        self, path: str, *, problems: tuple[int, ...] = (), binary: Binary | None = None,
        transaction: Transaction = "read",
    ) -> Callable[[Handler], Handler]:
        return self._add("GET", path, transaction, problems=problems, binary=binary)

    def post(
        self,
        path: str,
        *,
        status: int = 200,
        problems: tuple[int, ...] = (),
        transaction: Transaction = "write",
        upload: bool = False,
    ) -> Callable[[Handler], Handler]:
        return self._add("POST", path, transaction, status=status, problems=problems, upload=upload)

    def put(self, path: str, *, problems: tuple[int, ...] = ()) -> Callable[[Handler], Handler]:
        return self._add("PUT", path, "write", problems=problems)

    def patch(self, path: str, *, problems: tuple[int, ...] = ()) -> Callable[[Handler], Handler]:
        return self._add("PATCH", path, "write", problems=problems)

    def delete(self, path: str, *, problems: tuple[int, ...] = ()) -> Callable[[Handler], Handler]:
        return self._add("DELETE", path, "write", problems=problems)

    def _add(
        self,
        method: Method,
        path: str,
        transaction: Transaction,
        *,
        status: int = 200,
        problems: tuple[int, ...] = (),
        binary: Binary | None = None,
        upload: bool = False,
    ) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            hints: dict[str, object] = get_type_hints(handler)
            answer = hints.pop("return")
            ids = tuple(re.findall(r"\{(\w+)\}", path))
            query_name, query = _only(hints, Query)
            ask_name, ask = _only(hints, Ask)
            known = {"call", *ids, query_name, ask_name}
            if unknown := set(inspect.signature(handler).parameters) - known:
                raise TypeError(f"{handler.__name__}: what are {unknown}?")
            shape = answer if isinstance(answer, type) and issubclass(answer, Shape) else None
            if shape is None and answer is not type(None) and binary is None:
                raise TypeError(f"{handler.__name__}: answers {answer}, which is no shape")
            self.all.append(Route(
                method=method, path=path, handler=handler, tag=self.tag,
                status=204 if shape is None and binary is None else status,
                answer=shape, binary=binary, ids=ids,
                query=query or Query, query_name=query_name, ask=ask, ask_name=ask_name,
                upload=upload, transaction=transaction,
                problems=frozenset(problems) | _implied(
                    method, ids=bool(ids), ask=ask is not None, upload=upload
                ),
            ))
            return handler

        return declare


def _only(hints: dict[str, object], base: type[Part]) -> tuple[str | None, type[Part] | None]:
    found = [(name, hint) for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, base)]
    if len(found) > 1:
        raise TypeError(f"two parameters are a {base.__name__}: {found}")
    return found[0] if found else (None, None)


def _implied(method: Method, *, ids: bool, ask: bool, upload: bool) -> frozenset[int]:
    """The problems that the engine itself can answer with."""
    statuses = {401, 422, 503}
    if method != "GET":
        statuses.add(403)  # a session without its CSRF token
    if ids:
        statuses.add(404)
    if ask:
        statuses |= {400, 413, 415}
    if upload:
        statuses |= {413, 415}
    return frozenset(statuses)
