"""What is pushed to whom, and how often the core is asked for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from contactcenter.channels.web_chat.deliver import PatronSockets
from contactcenter.channels.web_chat.lines import FileLinks, Json
from contactcenter.channels.web_chat.namespace import PatronNamespace
from contactcenter.channels.web_chat.rooms import Room
from contactcenter.channels.web_chat.throttle import Throttle
from contactcenter.channels.web_chat.token import ChatTokens
from contactcenter.channels.web_chat.uploads import Uploads
from contactcenter.envelope import Line, NamedDepartment, OpenState, Place, Standing
from contactcenter.settings import Http
from tests.channels.unasked_desk import UnaskedDesk

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@dataclass
class CountingDesk(UnaskedDesk):
    """A desk that keeps lines in a list and counts how often they are read."""

    threads: dict[int, list[Line]] = field(default_factory=dict)
    roots: dict[int, int] = field(default_factory=dict)
    parts: dict[int, tuple[int, ...]] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    """Who waits; the others are 王芳's."""
    reads: int = 0
    meanwhile: Callable[[], Awaitable[None]] | None = None
    """What happens once, after the next reading and before its answer."""

    def add(self, ticket_id: int, version: int, author: str = "staff") -> None:
        self.threads.setdefault(ticket_id, []).append(
            Line(version, version, author, "王芳", f"line {version}", None, NOW, ())
        )

    async def history(self, ticket_id: int, *, after: int = 0) -> list[Line]:
        self.reads += 1
        found = [line for line in self.threads.get(ticket_id, []) if line.version > after]
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return found

    async def standing(self, ticket_id: int) -> Standing | None:
        last = max((line.version for line in self.threads.get(ticket_id, [])), default=0)
        return Standing(last, self.roots.get(ticket_id, ticket_id), "open", "李雷",
                        "" if ticket_id in self.places else "王芳", self.parts.get(ticket_id, ()))

    async def departments(self) -> list[NamedDepartment]:
        return []

    async def hours(self, at: datetime, queue: str | int | None = None) -> OpenState:
        return OpenState(open=True, changes_at=None, label="8:00–22:00")

    async def come(self, ticket_id: int) -> None:
        """Nobody is offered anything here."""

    async def place(self, ticket_id: int) -> Place | None:
        return self.places.get(ticket_id)


@dataclass(frozen=True)
class Event:
    type: str
    data: dict[str, object]


def came(version: int, type_: str = "reply.written") -> Event:
    return Event(type_, {"ticket_id": 7, "message_id": version})


class Screens:
    """Patrons' screens, and what each was sent."""

    def __init__(self) -> None:
        self.desk = CountingDesk()
        self.now = NOW
        self.sent: list[tuple[str, str, Json]] = []
        self.sockets = PatronSockets(
            desk=self.desk, links=FileLinks(b"secret"), clock=lambda: self.now, emit=self._emit
        )

    async def _emit(self, event: str, payload: Json, sid: str) -> None:
        self.sent.append((sid, event, payload))

    async def nobody(self, _ticket_id: int, _name: str) -> None:
        """No staff listens."""

    def look(self, sid: str, ticket_id: int = 7, *, has: int = 0) -> Room:
        room = self.sockets.rooms.enter(sid, ticket_id)
        room.told = max(room.told, has)
        return room

    def lines(self, sid: str) -> list[object]:
        return [
            line["version"] for to, event, payload in self.sent if to == sid and event == "lines"
            for line in payload["lines"]  # type: ignore[attr-defined]
        ]


async def test_lines_are_loaded_once_for_all_tabs() -> None:
    screens = Screens()
    for sid in ("a", "b", "c"):
        screens.look(sid)
    screens.desk.add(7, 31)
    await screens.sockets.notify(7, came(31))
    assert [screens.lines(sid) for sid in "abc"] == [[31], [31], [31]]
    assert screens.desk.reads == 1
    await screens.sockets.notify(7, came(31))
    assert screens.desk.reads == 1, "told already"


async def test_nobody_looks_and_nothing_is_loaded() -> None:
    screens = Screens()
    screens.desk.add(7, 31)
    await screens.sockets.notify(7, came(31))
    assert screens.desk.reads == 0


async def test_the_only_writer_has_its_receipt() -> None:
    screens = Screens()
    room = screens.look("a")
    screens.desk.add(7, 31, "patron")
    room.acked = 31
    await screens.sockets.notify(7, came(31, "message.received"))
    assert (screens.desk.reads, screens.sent) == (0, [])
    screens.desk.add(7, 32)
    await screens.sockets.notify(7, came(32))
    assert screens.lines("a") == [32], "what came after is told, what it wrote itself is not"


async def test_a_second_tab_is_told_what_the_first_wrote() -> None:
    screens = Screens()
    room = screens.look("a")
    screens.look("b")
    screens.desk.add(7, 31, "patron")
    room.acked = 31
    await screens.sockets.notify(7, came(31, "message.received"))
    assert screens.lines("b") == [31]


async def test_a_socket_that_has_not_said_what_it_has_waits_for_its_resume() -> None:
    screens = Screens()
    screens.sockets.rooms.enter("a", 7)
    screens.desk.add(7, 31)
    await screens.sockets.notify(7, came(31))
    assert screens.sent == []


class QuietNamespace(PatronNamespace):
    """The namespace without a server: what it sends is kept."""

    async def _emit(self, event: str, payload: Json, sid: str) -> None:
        self.screens.sent.append((sid, event, payload))

    def __init__(self, screens: Screens) -> None:
        self.screens = screens
        super().__init__(
            desk=screens.desk, http=Http(), tokens=ChatTokens(b"secret"), uploads=Uploads(b"secret"),
            links=FileLinks(b"secret"), clock=lambda: NOW, on_typing=screens.nobody,
            starts=Throttle(burst=1, every_s=1),
        )
        screens.sockets = self.sockets


async def test_what_a_second_tab_fetched_is_still_told_to_the_first() -> None:
    screens = Screens()
    namespace = QuietNamespace(screens)
    screens.look("a", has=30)
    screens.look("b", has=30)
    screens.desk.add(7, 31)
    resumed = await namespace.on_resume("b", {"version": 30})
    assert [line["version"] for line in resumed["lines"]] == [31]  # type: ignore[attr-defined]
    await screens.sockets.notify(7, came(31))
    assert screens.lines("a") == [31]


async def test_what_commits_while_a_first_tab_resumes_is_not_lost() -> None:
    screens = Screens()
    namespace = QuietNamespace(screens)
    screens.sockets.rooms.enter("a", 7)
    screens.desk.add(7, 31)

    async def another_line() -> None:
        screens.desk.add(7, 32)
        await screens.sockets.notify(7, came(32))

    screens.desk.meanwhile = another_line
    resumed = await namespace.on_resume("a", {"version": 0})
    fetched = [line["version"] for line in resumed["lines"]]  # type: ignore[attr-defined]
    assert {*fetched, *screens.lines("a")} == {31, 32}


async def test_a_merge_brings_the_answers_of_the_root() -> None:
    screens = Screens()
    screens.look("a", 7, has=31)
    screens.desk.roots[7] = 3
    await screens.sockets.notify(7, Event("ticket.merged", {"ticket_id": 7, "into_ticket_id": 3, "message_ids": []}))
    assert screens.sent[0][1] == "status"
    screens.desk.add(7, 40)
    await screens.sockets.notify(3, Event("reply.written", {"ticket_id": 3, "message_id": 40}))
    assert screens.lines("a") == [40]
    del screens.desk.roots[7]
    await screens.sockets.notify(7, Event("ticket.unmerged", {"ticket_id": 7, "from_ticket_id": 3, "message_ids": []}))
    screens.desk.add(7, 41)
    await screens.sockets.notify(3, Event("reply.written", {"ticket_id": 3, "message_id": 41}))
    assert screens.lines("a") == [40], "the root is no longer theirs"


async def test_an_answer_in_another_ticket_is_told_though_its_number_is_lower() -> None:
    """Two tickets are answered at once: their messages' numbers and the log need not agree."""
    screens = Screens()
    screens.look("a", 7, has=31)
    screens.desk.parts[7] = (9,)
    await screens.sockets.notify(7, Event("messages.moved", {"ticket_id": 7, "direction": "out"}))
    screens.desk.add(7, 41)
    await screens.sockets.notify(7, came(41))
    screens.desk.add(7, 40)
    await screens.sockets.notify(9, Event("reply.written", {"ticket_id": 9, "message_id": 40}))
    assert screens.lines("a") == [41, 40]
    assert screens.sent[-1][2]["version"] == 41, "the screen must not ask for what it has"


async def test_who_looks_after_it_is_told_when_it_changes() -> None:
    screens = Screens()
    screens.look("a")
    await screens.sockets.notify(7, Event("ticket.assigned", {"ticket_id": 7}))
    assert screens.sent == [("a", "status", {
        "state": "open", "librarian": "王芳", "beside": [], "open": True, "hours": "8:00–22:00", "changes_at": None,
        "zone": "UTC", "takes_messages": True,
        "place": None, "wait_s": None, "soon": False,
    })]
    await screens.sockets.typing(7, "王芳")
    assert screens.sent[-1] == ("a", "typing", {"name": "王芳"})


async def test_whoever_waits_hears_anew_where_they_stand() -> None:
    screens = Screens()
    screens.look("a")
    screens.desk.places[7] = Place(2, 30.0, 200.0)
    await screens.sockets.status(7)
    screens.desk.places[7] = Place(1, soon=True)
    await screens.sockets.tell_places()
    assert len(screens.sent) == 1, "nothing moved, and it was told just now"
    await screens.sockets.notify(9, Event("offer.ended", {"ticket_id": 9}))
    await screens.sockets.tell_places()
    screens.desk.places[7] = Place(1)
    screens.now += timedelta(minutes=1)
    await screens.sockets.tell_places()
    assert [(one["place"], one["wait_s"], one["soon"]) for _, _, one in screens.sent] == [
        (2, [30.0, 200.0], False), (1, None, True), (1, None, False),
    ]


async def test_a_patron_is_there_once() -> None:
    screens = Screens()
    assert [await screens.sockets.present.come(7) for _ in range(2)] == [True, False]
