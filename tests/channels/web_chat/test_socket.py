"""The patron's socket, from outside, against the whole house on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
import socketio
from sqlalchemy import select

from contactcenter.channels.web_chat.asks import LONGEST_TEXT
from contactcenter.channels.web_chat.token import ChatTokens
from contactcenter.events.record import Actor
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Http
from contactcenter.shapes.asks import NoteAsk
from contactcenter.shapes.tickets import Person
from contactcenter.tickets.note import note
from contactcenter.tickets.split import split
from contactcenter.tickets.tables import MessageRow, TicketRow
from tests.library import NEVER, Library, open_library

Answer = dict[str, object]


@pytest_asyncio.fixture
async def library(tmp_path: Path, database_url: str) -> AsyncIterator[Library]:
    async with open_library(tmp_path, database_url=database_url) as opened:
        yield opened


class Patron:
    """A patron's browser, as far as its socket goes."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.client = socketio.AsyncClient(reconnection=False)
        self.lines: list[Answer] = []
        self.statuses: list[Answer] = []
        self.typists: list[str] = []
        self.token: object = None
        self.client.on("lines", self._heard, namespace="/patron")
        self.client.on("status", self.statuses.append, namespace="/patron")
        self.client.on("typing", lambda data: self.typists.append(data["name"]), namespace="/patron")

    def _heard(self, data: dict[str, list[Answer]]) -> None:
        self.lines += data["lines"]

    async def come(self, token: object = None, *, headers: dict[str, str] | None = None) -> Patron:
        self.token = token or self.token
        await self.client.connect(
            self._url, transports=["websocket"], namespaces=["/patron"], headers=headers or {},
            auth={"token": self.token} if self.token else None,
        )
        return self

    async def ask(self, event: str, **data: object) -> Answer:
        answer = await self.client.call(event, data, namespace="/patron", timeout=20)
        assert isinstance(answer, dict)
        return answer

    async def start(self, text: str = "您好，学位论文可以续借吗？", **more: object) -> Answer:
        said: Answer = {"client_id": "lilei-0001", "text": text, "name": "李雷", "locale": "zh-Hans"}
        answer = await self.ask("start", **(said | more))
        self.token = answer.get("token")
        return answer

    def texts(self) -> list[object]:
        return [line["text"] for line in self.lines]


@pytest_asyncio.fixture
async def patrons(library: Library) -> AsyncIterator[Callable[[], Patron]]:
    made: list[Patron] = []

    def new() -> Patron:
        made.append(Patron(library.url))
        return made[-1]

    yield new
    for patron in made:
        await patron.client.disconnect()


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():  # what is waited for happens in a server
            await asyncio.sleep(0.01)


async def settled(true: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(10):
        while not await true():  # the same
            await asyncio.sleep(0.02)


NewPatron = Callable[[], Patron]


async def test_li_lei_asks_and_wang_fang_answers(library: Library, patrons: NewPatron) -> None:
    lilei = await patrons().come()
    started = await lilei.start()
    ticket_id = int(str(started["ticket_id"]))
    await library.answer("王芳", ticket_id, "可以，请登录后点续借。")
    await until(lambda: "可以，请登录后点续借。" in lilei.texts())
    assert lilei.lines[-1]["author"] == "staff"
    assert lilei.lines[-1]["name"] == "王芳"
    await until(lambda: any(status["librarian"] == "王芳" for status in lilei.statuses))
    said = await lilei.ask("say", client_id="lilei-0002", text="谢谢！")
    assert int(str(said["version"])) > int(str(lilei.lines[-1]["version"]))
    assert await library.texts(ticket_id) == ["您好，学位论文可以续借吗？", "可以，请登录后点续借。", "谢谢！"]
    ticket = await library.ticket(ticket_id)
    assert (ticket.patron_name, ticket.channel, ticket.locale) == ("李雷", "web_chat", "zh-Hans")


async def test_twice_is_once(library: Library, patrons: NewPatron) -> None:
    first = await patrons().come()
    started = await first.start()
    again = await patrons().come()
    repeated = await again.start()
    assert repeated["ticket_id"] == started["ticket_id"]
    assert repeated["version"] == started["version"]
    one = await first.ask("say", client_id="lilei-0002", text="还有一个问题")
    two = await again.ask("say", client_id="lilei-0002", text="还有一个问题")
    assert one["version"] == two["version"]
    assert await library.count(TicketRow) == 1
    assert await library.count(MessageRow) == 2


async def test_a_guessed_client_id_opens_nothing(library: Library, patrons: NewPatron) -> None:
    started = await (await patrons().come()).start()
    stranger = await (await patrons().come()).start("Let me see")
    assert stranger["ticket_id"] != started["ticket_id"]


async def test_what_was_missed_comes_by_resume(library: Library, patrons: NewPatron) -> None:
    lilei = await patrons().come()
    started = await lilei.start()
    ticket_id = int(str(started["ticket_id"]))
    await lilei.client.disconnect()
    await library.answer("王芳", ticket_id, "第一条")
    await library.answer("王芳", ticket_id, "第二条")
    back = await patrons().come(lilei.token)
    resumed = await back.ask("resume", version=started["version"])
    assert [line["text"] for line in resumed["lines"]] == ["第一条", "第二条"]  # type: ignore[attr-defined]
    assert (await back.ask("resume", version=resumed["version"]))["lines"] == []
    assert await back.ask("resume", version=10**9) == {"resync": True}
    await library.answer("王芳", ticket_id, "第三条")
    await until(lambda: back.texts() == ["第三条"])


async def test_a_second_tab_shows_the_same(library: Library, patrons: NewPatron) -> None:
    one = await patrons().come()
    started = await one.start()
    two = await patrons().come(one.token)
    await two.ask("resume", version=0)
    await one.ask("resume", version=started["version"])
    await one.ask("say", client_id="lilei-0002", text="从第一个窗口")
    await two.ask("say", client_id="lilei-0003", text="从第二个窗口")
    await until(lambda: {"从第一个窗口", "从第二个窗口"} <= set(one.texts()) & set(two.texts()))
    await library.answer("王芳", int(str(started["ticket_id"])), "都看到了")
    await until(lambda: "都看到了" in one.texts() and "都看到了" in two.texts())
    assert one.texts().count("都看到了") == two.texts().count("都看到了") == 1


async def test_a_note_is_never_shown(library: Library, patrons: NewPatron) -> None:
    lilei = await patrons().come()
    ticket_id = int(str((await lilei.start())["ticket_id"]))
    scope = await library.librarian("王芳")
    async with library.house.database.transaction() as session:
        await note(
            session, scope=scope, actor=Actor("staff", scope.staff_id), now=library.house.clock(), ticket_id=ticket_id,
            ask=NoteAsk(text="读者证已过期", client_id="wangfang-01"),
        )
    await library.answer("王芳", ticket_id, "稍等")
    await until(lambda: "稍等" in lilei.texts())
    resumed = await lilei.ask("resume", version=0)
    assert "读者证已过期" not in str(resumed) + str(lilei.lines)


async def test_seen_answers_are_delivered(library: Library, patrons: NewPatron) -> None:
    async def state(delivery_id: int) -> str:
        async with library.house.database.read() as session:
            row = await session.get(DeliveryRow, delivery_id)
            return row.state if row is not None else ""

    async def is_state(delivery_id: int, wanted: str) -> bool:
        return await state(delivery_id) == wanted

    lilei = await patrons().come()
    ticket_id = int(str((await lilei.start())["ticket_id"]))
    version = await library.answer("王芳", ticket_id, "可以")
    await until(lambda: "可以" in lilei.texts())
    await lilei.client.emit("seen", {"version": 10**9}, namespace="/patron")
    await lilei.client.emit("seen", {"version": version}, namespace="/patron")

    await settled(lambda: is_state(1, "delivered"))
    await library.answer("王芳", ticket_id, "还有一件事")
    await until(lambda: "还有一件事" in lilei.texts())
    assert await state(2) == "queued", "a made-up version marked an answer to come as seen"
    await lilei.client.emit("seen", {"version": lilei.lines[-1]["version"]}, namespace="/patron")
    await settled(lambda: is_state(2, "delivered"))


async def split_off(library: Library, ticket_id: int, *texts: str) -> int:
    """王芳 makes a ticket of its own of these messages; its number."""
    scope = await library.librarian("王芳")
    async with library.house.database.transaction() as session:
        ids = list((await session.execute(
            select(MessageRow.id).where(MessageRow.ticket_id == ticket_id, MessageRow.text.in_(texts))
        )).scalars())
        return await split(
            session, scope=scope, actor=Actor("staff", scope.staff_id), now=library.house.clock(), ticket_id=ticket_id,
            message_ids=ids, subject=texts[0],
        )


async def test_answers_to_what_was_split_off_are_live(library: Library, patrons: NewPatron) -> None:
    lilei = await patrons().come()
    ticket_id = int(str((await lilei.start())["ticket_id"]))
    await lilei.ask("say", client_id="lilei-0002", text="另外，几点闭馆？")
    await lilei.ask("say", client_id="lilei-0003", text="周末呢？")
    hours = await split_off(library, ticket_id, "另外，几点闭馆？", "周末呢？")
    await library.answer("王芳", hours, "晚上十点。")
    await until(lambda: "晚上十点。" in lilei.texts())
    weekend = await split_off(library, hours, "周末呢？")
    version = await library.answer("王芳", weekend, "周末六点。")
    await until(lambda: "周末六点。" in lilei.texts())
    await library.house.fanout.patrons[0].typing(weekend, "王芳")  # type: ignore[attr-defined]
    await until(lambda: lilei.typists == ["王芳"])

    async def delivered() -> bool:
        async with library.house.database.read() as session:
            states = (await session.execute(select(DeliveryRow.state))).scalars().all()
        return list(states) == ["delivered", "delivered"]

    await lilei.client.emit("seen", {"version": version}, namespace="/patron")
    await settled(delivered)
    # Another server knows nothing of the splits but what the ticket says.
    back = await patrons().come(lilei.token)
    resumed = await back.ask("resume", version=0)
    assert {"晚上十点。", "周末六点。"} <= {line["text"] for line in resumed["lines"]}  # type: ignore[attr-defined]
    await lilei.client.disconnect()
    await library.answer("王芳", hours, "节假日除外。")
    await until(lambda: "节假日除外。" in back.texts())
    assert back.texts().count("节假日除外。") == 1


async def test_the_conversation_goes_by_mail_once_it_is_answered(library: Library, patrons: NewPatron) -> None:
    lilei = await patrons().come()
    assert await lilei.ask("transcript", email="li.lei@example.edu") == {"error": "no_conversation"}
    ticket_id = int(str((await lilei.start())["ticket_id"]))
    assert await lilei.ask("transcript", email="li.lei@example.edu") == {"error": "nothing_yet"}
    assert await lilei.ask("transcript", email="not an address") == {"error": "email"}
    await library.answer("王芳", ticket_id, "可以")
    for _ in range(2):
        assert await lilei.ask("transcript", email="li.lei@example.edu") == {"to": "li.lei@example.edu"}

    async def transcripts() -> list[str]:
        async with library.house.database.read() as session:
            return list((await session.execute(
                select(DeliveryRow.to_value).where(DeliveryRow.kind == "transcript").order_by(DeliveryRow.id)
            )).scalars())

    assert await transcripts() == ["li.lei@example.edu"], "nothing new was said: once is enough"
    await lilei.ask("say", client_id="lilei-0002", text="谢谢！")
    answers = [await lilei.ask("transcript", email=f"reader{number}@example.edu") for number in range(5)]
    assert [answer.get("error") for answer in answers] == [None] * 4 + ["too_many"]
    assert len(await transcripts()) == 5


async def test_typing_goes_both_ways(
    library: Library, patrons: NewPatron, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, str]] = []

    async def hear(ticket_id: int, who: Person) -> bool:
        told.append((ticket_id, who.name))
        return True

    monkeypatch.setattr(library.house.fanout.staff, "typing", hear)
    lilei = await patrons().come()
    ticket_id = int(str((await lilei.start())["ticket_id"]))
    await library.house.fanout.patrons[0].typing(ticket_id, "王芳")  # type: ignore[attr-defined]
    await until(lambda: lilei.typists == ["王芳"])
    for _ in range(2):  # every key that is pressed is none of their business
        await lilei.client.emit("typing", namespace="/patron")
    await lilei.ask("say", client_id="lilei-0002", text="谢谢！")
    assert told == [(ticket_id, "李雷")]


@pytest.mark.parametrize(("event", "data", "code"), [
    ("start", {"client_id": "lilei-0001", "text": "  "}, "empty"),
    ("start", {"client_id": "lilei-0001", "text": "x" * (LONGEST_TEXT + 1)}, "too_long"),
    ("start", {"client_id": "lilei-0001", "text": "x", "attachments": ["forged"]}, "file_gone"),
    ("say", {"client_id": "lilei-0001", "text": "x"}, "no_conversation"),
    ("resume", {"version": 0}, "no_conversation"),
    ("start", {}, "malformed"),
])
async def test_a_refusal_says_what_is_wrong(
    library: Library, patrons: NewPatron, event: str, data: Answer, code: str
) -> None:
    assert await (await patrons().come()).ask(event, **data) == {"error": code}
    assert await library.count(TicketRow) == 0


async def test_control_characters_are_no_trouble(library: Library, patrons: NewPatron) -> None:
    patron = await patrons().come()
    started = await patron.start("two\x00lines\r\nand \u202e a trick", name=" A\x00mi\nna \x1b ")
    assert started["ticket_id"] == 1
    assert (await library.ticket(1)).patron_name == "A mi na"
    assert await library.texts(1) == ["two\ufffdlines\r\nand \u202e a trick"]


async def test_a_forged_token_is_refused(library: Library, patrons: NewPatron) -> None:
    for token in (ChatTokens(b"another house").issue(1), "x", 7, {"a": 1}):
        with pytest.raises(socketio.exceptions.ConnectionError):
            await patrons().come(token)


async def test_a_token_of_a_ticket_that_is_gone(library: Library, patrons: NewPatron) -> None:
    patron = await patrons().come(ChatTokens(library.house.key).issue(99))
    assert await patron.ask("resume", version=0) == {"error": "gone"}


async def test_a_foreign_page_is_refused(library: Library, patrons: NewPatron) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        await patrons().come(headers={"Origin": "https://evil.example"})
    await patrons().come(headers={"Origin": library.url})


async def test_a_flood_of_starts_is_held_up(tmp_path: Path, database_url: str) -> None:
    async with open_library(tmp_path, database_url=database_url, http=Http(trusted_proxies=1)) as library:
        patron = await Patron(library.url).come(headers={"X-Forwarded-For": "203.0.113.9"})
        answers = [await patron.ask("start", client_id=f"flood-{number:04}", text="x") for number in range(22)]
        assert answers[-1] == {"error": "slow_down"}
        assert "token" in answers[0]
        await patron.client.disconnect()


async def test_when_the_desk_is_closed_it_says_so_and_keeps_the_message(tmp_path: Path, database_url: str) -> None:
    async with open_library(tmp_path, database_url=database_url, hours=NEVER) as library:
        lilei = await Patron(library.url).come()
        started = await lilei.start(email="li.lei@example.edu")
        status = started["status"]
        assert isinstance(status, dict)
        assert status["open"] is False
        ticket = await library.ticket(int(str(started["ticket_id"])))
        assert (ticket.reply_kind, ticket.reply_value) == ("email", "li.lei@example.edu")
        await lilei.client.disconnect()


async def test_files_go_up_and_come_down_as_downloads(library: Library, patrons: NewPatron) -> None:
    lilei = await patrons().come()
    ticket_id = int(str((await lilei.start())["ticket_id"]))
    content = b"<script>alert(1)</script>" * 20_000
    async with aiohttp.ClientSession() as http:
        sent = await http.post(
            f"{library.url}/chat/upload", params={"name": "../恶意 page.html"}, data=content,
            headers={"Authorization": f"Bearer {lilei.token}", "Content-Type": "text/html"},
        )
        assert sent.status == 200
        upload = await sent.json()
        assert (upload["name"], upload["size"]) == ("恶意 page.html", len(content))
        said = await lilei.ask("say", client_id="lilei-0002", text="", attachments=[upload["id"]])
        assert "version" in said
        resumed = await lilei.ask("resume", version=0)
        file = resumed["lines"][-1]["attachments"][0]  # type: ignore[index]
        fetched = await http.get(library.url + file["url"])
        assert await fetched.read() == content
        assert fetched.headers["Content-Disposition"].startswith("attachment")
        assert fetched.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in fetched.headers["Content-Security-Policy"]
        forged = file["url"].replace("/chat/file/", "/chat/file/A")
        assert (await http.get(library.url + forged)).status == 404
        assert (await http.post(f"{library.url}/chat/upload", data=b"")).status == 422
        foreign = await http.post(f"{library.url}/chat/upload", data=b"x", headers={"Origin": "https://evil.example"})
        assert foreign.status == 403
    assert await library.texts(ticket_id) == ["您好，学位论文可以续借吗？", ""]


async def test_a_file_over_the_limit_is_refused_while_it_comes(tmp_path: Path, database_url: str) -> None:
    http = Http(max_upload_bytes=1000, widget_origins=["https://www.library.example"])
    async with (
        open_library(tmp_path, database_url=database_url, http=http) as library, aiohttp.ClientSession() as client,
    ):

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(50):
                yield b"x" * 100

        answer = await client.post(
            f"{library.url}/chat/upload", data=endless(), headers={"Origin": "https://www.library.example"}
        )
        assert answer.status == 413
        assert (await answer.json())["error"] == "too_large"
        assert answer.headers["Access-Control-Allow-Origin"] == "https://www.library.example"
        preflight = await client.options(
            f"{library.url}/chat/upload", headers={"Origin": "https://www.library.example"}
        )
        assert "authorization" in preflight.headers["Access-Control-Allow-Headers"]
