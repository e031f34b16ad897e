"""Files that go with a text: lent to the carrier for an hour, and to nobody else; what cannot go is said before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from contactcenter.carriers.twilio.words import FILES as TAKES
from contactcenter.channels.sms.carries import text_files
from contactcenter.channels.sms.links import FILES, FileLinks, plain
from contactcenter.demo.carrier.parameters import MESSAGE_MEDIA
from contactcenter.envelope import Attachment, BlobRef, SendError
from contactcenter.settings import Settings
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.tables import AttachmentRow, MessageRow, UploadRow
from contactcenter.tickets.text_files import fit
from tests.channels.sms.conftest import AMINA, KEY, LAW, LI_LEI, Texting, outgoing

PNG = bytes(range(256)) * 20
PUBLIC = "https://ask.library.example"


async def uploaded(texting: Texting, name: str = "map of the stacks.png", media_type: str = "image/png", size: int = 0,
                   data: bytes = PNG) -> str:
    house = texting.house
    async with house.database.transaction() as session:
        ref = await house.blobs.keep(session, data, now=house.clock())
        session.add(UploadRow(id=f"u-{name}", owner_key=f"staff:{house.staff['rosa']}", name=name, digest=ref.digest,
                              media_type=media_type, size=size or ref.size, created_at=house.clock()))
    return f"u-{name}"


async def answers(texting: Texting, ticket_id: int, *files: str, text: str = "Here.") -> None:
    await texting.house.replies("rosa", ticket_id, text, attachments=list(files),
                                files_by_text=text_files(texting.settings, texting.carrier))


@pytest.mark.parametrize("text", ["Here is the map.", ""])
async def test_a_picture_goes_with_the_text(texting: Texting, text: str) -> None:
    await texting.texts("Where is it?")
    [ticket_id] = await texting.ticket_ids()
    await answers(texting, ticket_id, await uploaded(texting), await uploaded(texting, "论文.pdf", "application/pdf"), text=text)
    await texting.leave()
    assert await texting.state(ticket_id) == ("delivered", None)
    sent = list(texting.exchange.messages.values())[-1]
    assert (sent.sid[:2], sent.body, [(one.content, one.media_type) for one in sent.media]) == (
        "MM", text, [(PNG, "image/png"), (PNG, "application/pdf")])
    assert [(how, status) for how, _, status in texting.exchange.webhooks.fetched] == [("HEAD", 200), ("GET", 200)] * 2
    # Each has its own address, under the public one, without a name in it.
    first, second = (url for how, url, _ in texting.exchange.webhooks.fetched if how == "GET")
    assert first != second
    assert first.startswith(f"{PUBLIC}{FILES}")
    assert "map" not in first


async def test_an_address_is_good_for_an_hour_and_for_nothing_else(texting: Texting) -> None:
    await texting.texts("Where is it?")
    [ticket_id] = await texting.ticket_ids()
    await answers(texting, ticket_id, await uploaded(texting))
    await texting.leave()
    url = texting.exchange.webhooks.fetched[-1][1]
    ask = texting.exchange.webhooks
    session = ask._asks()  # beside the carrier, with headers of our own
    here = url.replace(*(ask.reach or ("", "")))
    async with session.get(here, headers={"Range": "bytes=256-259"}) as part:
        assert (part.status, await part.read(), part.headers["Content-Range"]) == (
            206, bytes(range(4)), f"bytes 256-259/{len(PNG)}")
        assert part.headers["Content-Disposition"] == 'inline; filename="map-of-the-stac.png"'
        assert (part.headers["Cache-Control"], part.headers["X-Robots-Tag"]) == ("private, no-store", "noindex")
        assert "sandbox" in part.headers["Content-Security-Policy"]
    for asked, status in (("bytes=0-1,5-6", 200), (f"bytes={len(PNG)}-", 416), ("bytes=-1", 206)):
        async with session.get(here, headers={"Range": asked}) as answer:
            assert answer.status == status
    token = here.rpartition("/")[2]
    payload, _, proof = token.partition(".")
    base = here.removesuffix(token)
    for wrong in (base, base + payload, f"{base}{payload}.{'A' * len(proof)}", base + "x", base + payload[:-1] + "." + proof):
        async with session.get(wrong) as answer:
            assert answer.status == 404
    async with session.post(here) as answer:
        assert answer.status == 405
    texting.house.pass_by(timedelta(minutes=59))
    assert (await ask.fetch("GET", url)).status == 200
    texting.house.pass_by(timedelta(minutes=1))
    assert [(await ask.fetch(how, url)).status for how in ("GET", "HEAD")] == [404, 404]


async def test_a_key_of_another_house_opens_nothing(texting: Texting) -> None:
    file = Attachment("a.png", "image/png", BlobRef("0" * 64, 3))
    path = FileLinks(b"another").path(file, now=texting.house.clock())
    assert FileLinks(KEY).find(path.removeprefix(FILES), now=texting.house.clock()) is None
    # Ours, of bytes that are gone.
    path = FileLinks(KEY).path(file, now=texting.house.clock())
    assert (await texting.exchange.webhooks.fetch("GET", PUBLIC + path)).status == 404


async def test_what_could_not_be_fetched_is_told_and_goes_later(texting: Texting) -> None:
    await texting.texts("Where is it?")
    [ticket_id] = await texting.ticket_ids()
    await answers(texting, ticket_id, await uploaded(texting))
    texting.exchange.faults.webhooks("lost", match=FILES)
    await texting.leave()
    assert await texting.state(ticket_id) == ("delayed", "file_not_fetched")
    texting.house.pass_by(timedelta(hours=2))
    await texting.leave()
    assert await texting.state(ticket_id) == ("delivered", None)


async def test_what_cannot_go_is_said_before(texting: Texting) -> None:
    for number, text in ((AMINA, "Where?"), (LI_LEI, "在哪里？")):
        await texting.texts(text, sender=number, to=LAW if number == LI_LEI else "+861062751051")
    first, second = await texting.ticket_ids()
    page = await uploaded(texting, "page.html", "text/html")
    with pytest.raises(Invalid, match=r"Leave out: page\.html"):
        await answers(texting, first, page)
    large = await uploaded(texting, "large.png", size=5_000_001)
    with pytest.raises(Invalid, match="5 MB at most"):
        await answers(texting, first, large)
    # The other number sends none.
    with pytest.raises(Invalid, match="carries no file"):
        await texting.house.replies("wang", second, "Here.", attachments=[page],
                                    files_by_text=text_files(texting.settings, texting.carrier))


def test_how_many_and_how_large() -> None:
    def files(count: int, size: int, kind: str = "image/png") -> list[UploadRow]:
        return [UploadRow(id=str(one), name="a", media_type=kind, size=size) for one in range(count)]

    assert fit(files(10, 500_000), TAKES).wrong is None
    assert fit(files(11, 1), TAKES).wrong == "too_many"
    assert fit(files(2, 2_500_001), TAKES).wrong == "too_big"
    assert len(fit(files(2, 1, "text/html"), TAKES).refused) == 2
    # What we let through is what the stand-in takes, from the same page of the documentation.
    assert TAKES.kinds == MESSAGE_MEDIA


async def test_what_was_written_while_files_went_does_not_leave_without_them(texting: Texting) -> None:
    sender = type(texting.sender)(
        Settings.model_validate({"carrier": {"numbers": [{"number": "+861062751051"}]}, "sms": {"quiet_from": ""}}),
        texting.carrier, links=FileLinks(KEY), now=texting.house.clock)
    file = Attachment("a.png", "image/png", BlobRef("0" * 64, 3))
    with pytest.raises(SendError) as refused:
        await sender.send(outgoing(attachments=(file,)))
    assert (refused.value.code, refused.value.permanent) == ("not_carried", True)


async def test_a_lost_answer_is_found_by_its_files_too(texting: Texting) -> None:
    await texting.texts("Where is it?")
    [ticket_id] = await texting.ticket_ids()
    await answers(texting, ticket_id, await uploaded(texting))
    await texting.leave()
    since = texting.house.clock() - timedelta(hours=1)
    ask = {"sender": "+861062751051", "to": AMINA, "body": "Here.", "since": since}
    assert await texting.carrier.find_text(**ask, files=1) is not None  # type: ignore[arg-type]
    assert await texting.carrier.find_text(**ask) is None  # type: ignore[arg-type]


async def test_a_merged_inquirys_text_goes_without_what_went_by_mail(texting: Texting) -> None:
    await texting.texts("Where is it?")
    [ticket_id] = await texting.ticket_ids()
    await answers(texting, ticket_id, await uploaded(texting))
    async with texting.house.database.transaction() as session:
        # As it stands where the answer went by mail, and by text to whoever was merged.
        await session.execute(update(MessageRow).where(MessageRow.kind == "staff").values(channel="email"))
        await session.execute(update(AttachmentRow).values(media_type="text/html"))
    await texting.leave()
    assert texting.exchange.telephone(AMINA).texts == ["Here."]
    assert texting.exchange.webhooks.fetched == []


@pytest.mark.parametrize(("name", "shown"), [
    ("论文.pdf", "file.pdf"), ("a b&c.JPEG", "a-b-c.JPEG"), ("x" * 40 + ".tiff", "x" * 15 + ".tiff"), ("scan", "scan"),
    ("..", "file"), ('a";\r\nX: y.png', "a-X-y.png"), ("a.very-long", "a.very"),
])
def test_a_name_as_telephones_take_it(name: str, shown: str) -> None:
    assert plain(name) == shown
    assert len(shown) <= 20
