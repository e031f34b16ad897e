"""A fax is in its sender's language, or the library's: nobody reads pages, and the gateway's mail is nobody's word."""

from __future__ import annotations

from contactcenter.envelope import Address, Inbound
from contactcenter.intake.steps import identify
from contactcenter.intake.work import Work
from contactcenter.patrons.tables import PatronRow
from tests.conformance.house import House

LI_LEI, STRANGER = Address("fax", "+861055502012", "李雷"), Address("fax", "+861055502099")


async def test_who_chose_a_language_faxes_in_it(house: House) -> None:
    def fax(sender: Address) -> Work:
        return Work(1, Inbound("fax", sender, "", "", locale="en"), house.clock(), house.blobs)

    async with house.database.transaction() as session:
        first = fax(LI_LEI)
        await identify(session, [first])
        patron = await session.get(PatronRow, first.patron_id)
        assert patron is not None
        assert (first.inbound.locale, patron.locale) == ("en", "en")
        patron.locale = "zh-Hans"
        await session.flush()
        again, stranger = fax(LI_LEI), fax(STRANGER)
        await identify(session, [again, stranger])
    assert again.patron_id == first.patron_id
    assert (again.inbound.locale, stranger.inbound.locale) == ("zh-Hans", "en")
