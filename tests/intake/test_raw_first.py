"""Law 1: the raw bytes first; one that cannot be understood stops no other, is shown, and is replayed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest
from sqlalchemy import func, select, text

from contactcenter.db.blobs import INLINE_BYTES
from contactcenter.db.engine import Database
from contactcenter.db.tables import BlobRow
from contactcenter.envelope import Address, Attachment, BlobRef, Inbound, ParseError, Raw, Unavailable
from contactcenter.events.record import SYSTEM
from contactcenter.intake import understand
from contactcenter.intake.open_or_append import open_or_append
from contactcenter.intake.quarantine import page, put_back
from contactcenter.intake.steps import STEPS
from contactcenter.intake.storable import storable
from contactcenter.intake.tables import InboundRow
from contactcenter.intake.work import Work
from contactcenter.tickets.tables import AttachmentRow, MessageRow
from tests.conformance.house import Founded, House, build

Faults = dict[str, Exception]
OPENS = STEPS.index(open_or_append)


@pytest.fixture
def faults() -> Faults:
    """Errors that the parser of channel `odd` raises, by text."""
    return {}


@pytest.fixture
def house(database: Database, founded: Founded, tmp_path: Path, faults: Faults) -> House:
    def odd(raw: Raw) -> Inbound:
        words = raw.data.decode("utf-8", "surrogatepass")
        if words in faults:
            raise faults[words]
        return Inbound(channel="email", sender=Address("email", f"{abs(hash(words))}@uni.example"),
                       subject=words, text=words, identity_keys=(f"odd:{words!r}",))

    return build(database, tmp_path, founded, extra={"odd": odd})


@contextmanager
def poisoned(monkeypatch: pytest.MonkeyPatch, words: str, error: Exception, *, at: int = OPENS) -> Iterator[None]:
    """A step that raises for one inquiry."""
    step = STEPS[at]

    async def breaks(session: object, works: Sequence[Work]) -> None:
        if any(words in work.inbound.text for work in works):
            raise error
        await step(session, works)  # type: ignore[arg-type]

    breaks.__name__ = step.__name__
    with monkeypatch.context() as patch:
        patch.setattr(understand, "STEPS", (*STEPS[:at], breaks, *STEPS[at + 1 :]))
        yield


async def understood(house: House) -> list[str]:
    """What became messages."""
    while await house.understanding.next_set():
        pass
    async with house.database.read() as session:
        return list((await session.execute(select(MessageRow.text).order_by(MessageRow.id))).scalars())


async def quarantined(house: House) -> list[tuple[str, str]]:
    async with house.database.read() as session:
        items, _ = await page(session)
    return [(item.step, item.reason) for item in items]


async def states(house: House) -> list[str]:
    async with house.database.read() as session:
        return list((await session.execute(select(InboundRow.state).order_by(InboundRow.id))).scalars())


async def test_a_set_is_kept_before_it_is_understood(house: House) -> None:
    kept = await house.desk.accept([Raw("odd", word.encode(), {"peer": "127.0.0.1"}) for word in ("a", "b", "c")])
    assert [one.ticket_id for one in kept] == [None] * 3
    assert await states(house) == ["received"] * 3
    async with house.database.read() as session:
        rows = (await session.execute(select(InboundRow).order_by(InboundRow.id))).scalars().all()
    assert [(row.id, bytes(row.data or b""), row.meta) for row in rows] == [
        (one.inbound_id, word, {"peer": "127.0.0.1"}) for one, word in zip(kept, (b"a", b"b", b"c"), strict=True)
    ]
    assert await understood(house) == ["a", "b", "c"]
    assert await states(house) == ["done"] * 3


async def test_large_bytes_are_kept_in_a_file_and_understood(house: House) -> None:
    words = "字" * INLINE_BYTES
    await house.desk.accept([Raw("odd", words.encode())])
    assert await understood(house) == [words]
    async with house.database.read() as session:
        digest = (await session.execute(select(InboundRow.digest))).scalar_one()
        assert digest is not None
        assert (await house.blobs.load(session, digest)).decode() == words


@pytest.mark.parametrize("at", range(len(STEPS)), ids=lambda at: STEPS[at].__name__)
async def test_one_bad_inquiry_is_bisected_down_to(house: House, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    words = [f"w{number:02}" for number in range(17)]
    await house.desk.accept([Raw("odd", word.encode()) for word in words])
    with poisoned(monkeypatch, "w11", ValueError("no such thing"), at=at):
        assert await understood(house) == [word for word in words if word != "w11"]
    assert await quarantined(house) == [(STEPS[at].__name__, "step_failed")]
    async with house.database.read() as session:
        (item,) = (await page(session))[0]
    assert (item.detail, item.attempts) == ("ValueError: no such thing", 1)
    # The cause is mended: it is replayed, once.
    async with house.database.transaction() as session:
        assert await put_back(session, inbound_ids=None, actor=SYSTEM, now=house.clock()) == [item.id]
        assert await put_back(session, inbound_ids=None, actor=SYSTEM, now=house.clock()) == []
    assert sorted(await understood(house)) == words
    assert await quarantined(house) == []
    types = [event.type for event in await house.log() if event.stream == "quarantine"]
    assert types == ["inbound.quarantined", "inbound.replayed"]


async def test_several_bad_ones_in_a_set(house: House, faults: Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"w{number:02}" for number in range(20)]
    faults["w00"] = ParseError("not a mail")
    faults["w07"] = RuntimeError("a bug in the parser")
    await house.desk.accept([Raw("odd", word.encode()) for word in words])
    await house.desk.accept([Raw("smoke", b"from a channel that is gone")])
    with poisoned(monkeypatch, "w19", KeyError("x")):
        assert await understood(house) == [word for word in words if word not in ("w00", "w07", "w19")]
    assert sorted(await quarantined(house)) == [
        ("open_or_append", "step_failed"), ("parse", "no_channel"), ("parse", "not_understood"),
        ("parse", "parser_error"),
    ]


async def test_the_databases_trouble_is_nobodys_fault(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.desk.accept([Raw("odd", b"w1"), Raw("odd", b"w2")])
    with poisoned(monkeypatch, "w1", ConnectionError("away")):
        with pytest.raises(ConnectionError):
            await house.understanding.next_set()
        assert await states(house) == ["received"] * 2
        with pytest.raises(Unavailable):
            await house.desk.accept_now(Raw("odd", b"w1 now"))
    assert await understood(house) == ["w1", "w2"]


@pytest.mark.parametrize("error", [ParseError("no"), RuntimeError("a bug in the parser")])
async def test_in_hand_too_the_bytes_are_kept(house: House, faults: Faults, error: Exception) -> None:
    faults["w1"] = error
    accepted = await house.desk.accept_now(Raw("odd", b"w1"))
    assert (accepted.ticket_id, accepted.duplicate) == (None, False)
    assert await states(house) == ["quarantined"]


async def test_in_hand_a_step_that_fails_keeps_the_bytes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with poisoned(monkeypatch, "w1", ValueError("no")):
        accepted = await house.desk.accept_now(Raw("odd", b"w1"))
    assert accepted.ticket_id is None
    assert await quarantined(house) == [("open_or_append", "step_failed")]
    async with house.database.read() as session:
        assert (await session.execute(select(func.count()).select_from(InboundRow))).scalar_one() == 1


async def test_bytes_that_are_lost_hold_up_nothing(house: House) -> None:
    kept = await house.desk.accept([Raw("odd", b"x" * (INLINE_BYTES + 1)), Raw("odd", b"w2")])
    async with house.database.read() as session:
        row = await session.get(InboundRow, kept[0].inbound_id)
    assert row is not None
    assert row.digest is not None
    house.blobs.path(row.digest).unlink()
    assert await understood(house) == ["w2"]
    assert await quarantined(house) == [("parse", "bytes_lost")]


async def test_an_error_of_the_statement_is_not_an_error_of_the_database(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite calls a missing table OperationalError too: waiting for it to pass would stop all mail for good."""
    step = STEPS[OPENS]

    async def breaks(session: object, works: Sequence[Work]) -> None:
        await step(session, works)  # type: ignore[arg-type]
        if any("w1" in work.inbound.text for work in works):
            await session.execute(text("SELECT * FROM no_such_table"))  # type: ignore[attr-defined]

    breaks.__name__ = step.__name__
    await house.desk.accept([Raw("odd", b"w1"), Raw("odd", b"w2")])
    with monkeypatch.context() as patch:
        patch.setattr(understand, "STEPS", (*STEPS[:OPENS], breaks, *STEPS[OPENS + 1:]))
        assert await understood(house) == ["w2"]
    assert await quarantined(house) == [("open_or_append", "step_failed")]


async def test_two_workers_understand_each_inquiry_once(house: House) -> None:
    await house.desk.accept([Raw("odd", f"w{number}".encode()) for number in range(60)])

    async def works() -> None:
        for _ in range(50):
            if not await house.understanding.next_set():
                return

    await asyncio.gather(*(works() for _ in range(4)))
    assert len(await understood(house)) == 60
    assert await states(house) == ["done"] * 60


async def test_text_that_no_database_holds_is_shown_as_the_replacement_character(house: House) -> None:
    await house.desk.accept_now(Raw("odd", "a\x00b\ud800c".encode("utf-8", "surrogatepass")))
    assert await understood(house) == ["a\ufffdb\ufffdc"]
    odd = "\x00\ud800"
    mended = storable(Inbound(
        channel="email", sender=Address("email", odd, odd), subject=odd, text=odd, reply=odd, html=odd,
        attachments=(Attachment(odd, odd, b"", odd), Attachment("fine", "text/plain", b"")), reply_to=Address("email", odd),
    ))
    assert odd[0] not in repr(mended)
    assert "\\x00" not in repr(mended)
    assert "\\ud800" not in repr(mended)
    plain = Inbound(channel="email", sender=Address("email", "a"), subject="", text="")
    assert storable(plain) is plain


async def test_a_chat_message_sent_twice_counts_its_file_once(house: House) -> None:
    ref = await house.desk.store(_chunks(b"a picture"), limit=100)
    chat = await house.chats()
    file = {"name": "p.png", "media_type": "image/png", "digest": ref.digest, "size": ref.size}
    said = Raw("web_chat", orjson.dumps({"ticket_id": chat, "client_id": "client-file-1", "text": "See", "files": [file]}),
               blobs=(BlobRef(ref.digest, ref.size),))
    first = await house.desk.accept_now(said)
    again = await house.desk.accept_now(said)
    assert (first.duplicate, again.duplicate, again.ticket_id) == (False, True, chat)
    async with house.database.read() as session:
        files = (await session.execute(select(func.count()).select_from(AttachmentRow))).scalar_one()
        references = (await session.execute(
            select(BlobRow.reference_count).where(BlobRow.digest == ref.digest)
        )).scalar_one()
    # Two arrivals as they came, and one attachment.
    assert (files, references) == (1, 3)


async def _chunks(data: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202
    yield data


def test_the_steps_stand_in_their_order() -> None:
    assert [step.__name__ for step in STEPS] == [
        "dedupe", "reread", "thread", "colleague", "identify", "answered", "route", "open_or_append", "consent", "relate",
        "acknowledge", "note", "bounce", "report", "ring_in",
    ]


async def test_the_log_of_a_fault_does_not_quote_the_patron(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await house.desk.accept([Raw("odd", b"xyzzy")])
    with poisoned(monkeypatch, "xyzzy", ValueError("cannot read xyzzy")):
        await understood(house)
    said = "".join(capsys.readouterr())
    assert "intake.quarantined" in said
    assert "test_raw_first.py" in said
    assert "xyzzy" not in said
