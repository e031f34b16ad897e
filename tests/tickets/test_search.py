"""Search on both databases: the same finds, and only by those who may see the ticket as it stands."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select

from contactcenter.queue.move import move
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.guests import ask_in, let_go
from contactcenter.tickets.index import concerned, documents, write
from contactcenter.tickets.merge import merge, unmerge
from contactcenter.tickets.retitle import retitle
from contactcenter.tickets.search import search
from contactcenter.tickets.split import split
from contactcenter.tickets.tables import AttachmentRow, MessageRow, SearchRow
from tests.conformance.house import LAW, House


async def finds(house: House, login: str, q: str, *, limit: int = 50) -> list[int]:
    """The tickets found, in order."""
    async with house.database.read() as session:
        hits, _ = await search(session, scope=house.scopes[login], q=q, limit=limit)
    return [hit.ticket.id for hit in hits]


async def test_the_words_of_both_languages(house: House) -> None:
    first = await house.mails("Renewal", "我想续借一本书，谢谢。")
    second = await house.mails("Café menu", "Ｐｌｅａｓｅ RENEW my loan of 2024年.")
    third = await house.mails("Other", "Nothing like it.")
    await house.index()
    for q, found in {
        "续借": [first], "借": [first], "谢谢": [first], "renew": [second, first], "ren": [second, first],
        "ｒｅｎｅｗ": [second, first], "cafe": [second], "CAFÉ": [second], "please": [second], "2024": [second],
        "renew 续借": [first], "续书": [], "thing": [], "nothing": [third], "amina": [third, second, first],
        "uni.example": [third, second, first],
    }.items():
        assert await finds(house, "rosa", q) == found, q


async def test_the_hit_is_the_message_that_has_the_words(house: House) -> None:
    ticket_id = await house.mails("Renewal", "May I keep the microfilm?")
    await house.replies("rosa", ticket_id, "Yes.")
    await house.mails(text="Thank you.", to=house.signer.reply_address(ticket_id))
    await house.index()
    first = (await house.messages(ticket_id))[0].id
    async with house.database.read() as session:
        for q, message_id in {"microfilm": first, "renewal": 0, "renewal microfilm": first, "amina": 0}.items():
            (hit,), _ = await search(session, scope=house.scopes["rosa"], q=q)
            assert (hit.ticket.id, hit.message_id) == (ticket_id, message_id), q


async def test_a_number_leads_to_its_ticket(house: House) -> None:
    ticket_id = await house.mails()
    await house.index()
    for q in (f"#{ticket_id}", f" {ticket_id} ", f"＃{ticket_id}", f"#{ticket_id}  "):
        assert (await finds(house, "rosa", q))[:1] == [ticket_id]
        for login in ("wang", "tomas"):
            assert await finds(house, login, q) == []
    assert await finds(house, "ines", "#999999999999999") == []


SIGNS = ('"', "'", "*", "AND", "(", ")", "q OR x", "NEAR(q x)", "q:x", "-", "!", "q & x", "<->", "\\", "tokens:x", "^q", "{", "",
         "  ", "…", "𠮷", "🙂")


async def test_no_query_is_a_language(house: House) -> None:
    await house.mails(text="Plain.")
    await house.index()
    for q in SIGNS:
        assert await finds(house, "rosa", q) == [], q


async def test_other_queues_and_tomas_find_nothing(house: House) -> None:
    general, law = await house.mails(text="thesis"), await house.mails(text="thesis", to=LAW)
    await house.index()
    assert await finds(house, "rosa", "thesis") == [general]
    assert await finds(house, "wang", "thesis") == [law]
    assert await finds(house, "ines", "thesis") == [law, general]
    assert await finds(house, "tomas", "thesis") == []


async def test_the_index_follows_a_move_and_a_guest(house: House) -> None:
    ticket_id = await house.mails(text="thesis")
    await house.index()
    await house.does("rosa", move, ticket_id=ticket_id, queue_id=house.queues["law"])
    # The index is behind: the ticket as it stands decides.
    assert await finds(house, "rosa", "thesis") == []
    await house.index()
    assert (await finds(house, "rosa", "thesis"), await finds(house, "wang", "thesis")) == ([], [ticket_id])
    await house.does("wang", ask_in, ticket_id=ticket_id, staff_id=house.staff["tomas"])
    await house.index()
    assert await finds(house, "tomas", "thesis") == [ticket_id]
    await house.does("wang", let_go, ticket_id=ticket_id, staff_id=house.staff["tomas"])
    assert await finds(house, "tomas", "thesis") == []
    await house.index()
    assert await finds(house, "tomas", "thesis") == []


async def test_a_merged_ticket_is_found_as_its_root_by_those_who_see_that(house: House) -> None:
    general = await house.mails(text="thesis")
    law = await house.mails(text="statutes", to=LAW)
    await house.does("ines", merge, ticket_id=law, into=general)
    await house.index()
    assert await finds(house, "rosa", "statutes") == [general]
    assert await finds(house, "ines", "statutes") == [general]
    # 王芳 saw the law library's ticket before; its root is not hers to see.
    assert await finds(house, "wang", "statutes") == [law]
    assert await finds(house, "wang", "thesis") == []
    await house.does("ines", unmerge, ticket_id=law)
    await house.index()
    assert (await finds(house, "rosa", "statutes"), await finds(house, "wang", "statutes")) == ([], [law])


async def test_a_split_and_a_new_subject_are_followed(house: House) -> None:
    ticket_id = await house.mails(text="thesis")
    note_id = await house.notes("rosa", ticket_id, "statutes")
    fresh = await house.does("rosa", split, ticket_id=ticket_id, message_ids=[note_id], subject="Gazette")
    await house.does("rosa", retitle, ticket_id=ticket_id, subject="Dissertation")
    await house.index()
    assert await finds(house, "rosa", "statutes") == [fresh]
    assert await finds(house, "rosa", "gazette") == [fresh]
    assert await finds(house, "rosa", "dissertation") == [ticket_id]
    assert await finds(house, "rosa", "renewal") == []


async def test_what_is_erased_is_not_found(house: House) -> None:
    ticket_id = await house.mails(text="thesis")
    await house.index()
    async with house.database.transaction() as session:
        await session.execute(delete(AttachmentRow))
        await session.execute(delete(MessageRow).where(MessageRow.ticket_id == ticket_id))
    assert await finds(house, "rosa", "thesis") == []
    events = await house.log()
    async with house.database.transaction() as session:
        await write(session, await documents(session, await concerned(session, events)))
    async with house.database.read() as session:
        assert (await session.execute(select(func.count()).select_from(SearchRow))).scalar_one() == 0


async def test_pages_show_each_ticket_once(house: House) -> None:
    ids = [await house.mails(text="thesis") for _ in range(7)]
    await house.index()
    found: list[int] = []
    cursor = None
    while True:
        async with house.database.read() as session:
            hits, cursor = await search(session, scope=house.scopes["rosa"], q="thesis", cursor=cursor, limit=3)
        found += [hit.ticket.id for hit in hits]
        if cursor is None:
            break
    assert found == ids[::-1]
    async with house.database.read() as session:
        for cursor in ("x", "c3g", "czk5OTk5OTk5OTk5OTk5OTk5OTk5OQ", "\ud83d"):
            with pytest.raises(Invalid):
                await search(session, scope=house.scopes["rosa"], q="thesis", cursor=cursor)


async def test_what_is_common_and_what_is_rare_come_newest_first(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the newest messages have enough of them or the whole index is asked."""
    monkeypatch.setattr("contactcenter.tickets.search.NEWEST", 3)
    rare = await house.mails("Incunabula", "Common words.")
    common = [rare, *[await house.mails(f"Loan {number}", "Common words.") for number in range(7)]]
    await house.index()
    assert await finds(house, "rosa", "incunabula") == [rare]
    found: list[int] = []
    cursor = None
    async with house.database.read() as session:
        for _ in range(5):
            hits, cursor = await search(session, scope=house.scopes["rosa"], q="common", cursor=cursor, limit=2)
            found += [hit.ticket.id for hit in hits]
            if cursor is None:
                break
    assert found == common[::-1]


async def test_a_book_as_a_mail_stops_nothing(house: House) -> None:
    """100,000 different pairs are more than a tsvector holds: the index takes the beginning and goes on."""
    book = "".join(chr(0x4E00 + (number * 7919 + number // 20000 * 13) % 20000) for number in range(100_000))
    words = " ".join(f"{number:064x}" for number in range(20_000))
    ids = [await house.mails(text=text) for text in (book, words, "thesis")]
    await house.index()
    assert await finds(house, "rosa", "thesis") == ids[2:]
    assert ids[0] in await finds(house, "rosa", book[15_000:15_002])
    async with house.database.read() as session:
        assert (await session.execute(select(func.count()).select_from(SearchRow))).scalar_one() == 3


async def test_indexing_twice_is_indexing_once(house: House) -> None:
    ticket_id = await house.mails(text="thesis")
    await house.index()
    events = await house.log()
    async with house.database.transaction() as session:
        await write(session, await documents(session, await concerned(session, events)))
    assert await finds(house, "rosa", "thesis") == [ticket_id]
