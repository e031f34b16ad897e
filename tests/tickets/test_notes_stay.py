"""Whatever is done with a ticket, in whatever order: nothing of a note is in any mail, or on a patron's screen."""

from __future__ import annotations

import random
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from contactcenter.channels.email.compose import POLICY, compose
from contactcenter.envelope import Address, BlobRef, Raw
from contactcenter.outbox.enqueue import enqueue
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.errors import Conflict, Invalid, NotFound
from contactcenter.tickets.merge import merge, unmerge
from contactcenter.tickets.outbound import build
from contactcenter.tickets.patron_view import history
from contactcenter.tickets.split import split, unsplit
from contactcenter.tickets.state import close
from contactcenter.tickets.tables import MessageRow, TicketRow, UploadRow
from contactcenter.tickets.transcript import transcript
from contactcenter.tickets.withdraw import withdraw
from tests.conformance.house import SERVER, House

STEPS = 45
OURS = "the answer 答复"
ROSA = "rosa@staff.example"


class Life:
    """What happens to the tickets of one library, by dice. `secrets`: what stands in notes and their files."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.dice = random.Random(seed)  # noqa: S311  # a story, not a secret
        self.secrets: list[str] = []

    def secret(self) -> str:
        self.secrets.append(f"zq{self.dice.getrandbits(60):015x}秘")
        return self.secrets[-1]

    async def any_ticket(self) -> int:
        async with self.house.database.read() as session:
            return self.dice.choice((await session.execute(select(TicketRow.id))).scalars().all())

    async def any_messages(self, ticket_id: int) -> list[int]:
        rows = await self.house.messages(ticket_id)
        return [row.id for row in self.dice.sample(rows, k=min(len(rows), 2))]

    async def upload(self, name: str, content: str) -> str:
        house, number = self.house, f"u{self.dice.getrandbits(60):x}"
        async with house.database.transaction() as session:
            ref = await house.blobs.keep(session, content.encode(), now=house.clock())
            session.add(UploadRow(id=number, owner_key=f"staff:{house.staff['ines']}", name=name, size=ref.size,
                                  media_type="text/plain", digest=ref.digest, created_at=house.time))
        return number

    # --- what may happen -------------------------------------------------------------------------

    async def mail(self) -> None:
        await self.house.mails(cc=self.dice.choice((ROSA, "tutor@uni.example, prof@law.example")))

    async def more(self) -> None:
        await self.house.mails(to=self.house.signer.reply_address(await self.any_ticket()), text="One thing more.")

    async def chat(self) -> None:
        await self.house.chats(email="amina@uni.example", name="Amina Okafor")

    async def answer(self) -> None:
        more: dict[str, object] = {}
        if self.dice.random() < 0.5:
            more = {"to": [{"address": "amina@uni.example"}], "cc": [{"address": "tutor@uni.example", "name": "导师"}]}
        if self.dice.random() < 0.3:
            more["attachments"] = [await self.upload("answer.txt", OURS)]
        await self.house.replies("ines", await self.any_ticket(), OURS, html=f"<p>{OURS}</p>", **more)

    async def note(self) -> None:
        file = await self.upload(f"{self.secret()}.txt", self.secret())
        await self.house.notes("ines", await self.any_ticket(), self.secret(), html=f"<p>{self.secrets[-1]}</p>",
                               attachments=[file])

    async def note_by_mail(self) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"] = f"{self.secret()} <{ROSA}>", self.house.signer.reply_address(await self.any_ticket())
        mail["Subject"], mail["Message-ID"] = self.secret(), f"<{self.dice.getrandbits(60):x}@staff.example>"
        if self.dice.random() < 0.5:
            mail["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from=staff.example"
        mail.set_content(self.secret())
        mail.add_alternative(f"<p>{self.secret()}</p>", subtype="html")
        mail.add_attachment(self.secret(), filename=f"{self.secret()}.txt")
        await self.house.desk.accept_now(Raw("email", mail.as_bytes()))

    async def closed(self) -> None:
        await self.house.does("ines", close, ticket_id=await self.any_ticket())

    async def merged(self) -> None:
        await self.house.does("ines", merge, ticket_id=await self.any_ticket(), into=await self.any_ticket())

    async def unmerged(self) -> None:
        await self.house.does("ines", unmerge, ticket_id=await self.any_ticket())

    async def split(self) -> None:
        ticket_id = await self.any_ticket()
        await self.house.does("ines", split, ticket_id=ticket_id, message_ids=await self.any_messages(ticket_id),
                              subject="Apart")

    async def unsplit(self) -> None:
        await self.house.does("ines", unsplit, ticket_id=await self.any_ticket())

    async def withdrawn(self) -> None:
        ticket_id = await self.any_ticket()
        for one in await self.any_messages(ticket_id):
            await self.house.does("ines", withdraw, ticket_id=ticket_id, message_id=one)

    async def record(self) -> None:
        ticket_id = await self.any_ticket()
        async with self.house.database.transaction() as session:
            await transcript(session, ticket_id=ticket_id, email="amina@uni.example", now=self.house.clock())

    async def row_that_should_not_be(self) -> None:
        """A delivery of somebody's note, as only a bug could write it."""
        async with self.house.database.transaction() as session:
            note = (await session.execute(select(MessageRow).where(MessageRow.kind == "note").limit(1))).scalar()
            if note is not None:
                await enqueue(session, kind="reply", ticket_id=note.ticket_id, message_id=note.id, channel="email",
                              to=Address("email", "amina@uni.example"), now=self.house.time, due_at=self.house.time)


EVENTS = (
    Life.mail, Life.more, Life.chat, Life.answer, Life.answer, Life.answer, Life.note, Life.note, Life.note_by_mail,
    Life.closed, Life.merged, Life.unmerged, Life.split, Life.unsplit, Life.withdrawn, Life.record,
    Life.row_that_should_not_be,
)


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_of_a_note_is_in_a_mail(house: House, seed: int) -> None:
    life = Life(house, seed)
    await life.mail()
    for _ in range(STEPS):
        try:
            await life.dice.choice(EVENTS)(life)
        except (Conflict, Invalid, NotFound):
            continue  # not everything can be done with every ticket
    await house.replies("ines", await house.mails(), OURS)
    left = await leaving(house)
    assert len(left) > 5
    assert life.secrets
    assert any(OURS in mail for mail in left)
    assert [secret for secret in life.secrets for mail in left if secret in mail] == []


async def leaving(house: House) -> list[str]:
    """Everything that patrons get, decoded: on their screens, and in mails header fields, texts, file names and files."""
    mails = []
    async with house.database.read() as session:
        for number in (await session.execute(select(TicketRow.id))).scalars().all():
            mails += [str(line) for line in await history(session, ticket_id=number)]
        for row in (await session.execute(select(DeliveryRow).where(DeliveryRow.to_kind == "email"))).scalars().all():
            outbound = await build(session, row)
            if outbound is None:
                continue
            files = tuple([
                replace(one, data=await house.blobs.load(session, one.data.digest)) if isinstance(one.data, BlobRef)
                else one for one in outbound.attachments
            ])
            mail = compose(replace(outbound, attachments=files), signer=house.signer, library=house.settings.library,
                           now=house.clock(), page="https://ask.library.example/t/x")
            mails.append(_decoded(mail.as_bytes(policy=POLICY)))
    return mails


def _decoded(content: bytes) -> str:
    mail = message_from_bytes(content, policy=policy.default)
    said = [str(value) for part in mail.walk() for value in part.values()]
    said += [(part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[union-attr]
             for part in mail.walk() if not part.is_multipart()]
    return "\n".join(said)
