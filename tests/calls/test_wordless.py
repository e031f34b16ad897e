"""A call has no words of its own: it is named in each reader's language, wherever it is shown."""

from __future__ import annotations

import pytest

from contactcenter.calls.queries import of_ticket
from contactcenter.channels.email.compose import subject
from contactcenter.patrons.queries import profile
from contactcenter.shapes.tickets import Message
from contactcenter.tickets.detail import detail
from tests.calls.telephone import AMINAS_NUMBER, Telephone, wires
from tests.conformance.house import House

SHOWN = "+86 138 0013 8000"


@pytest.fixture
def telephone(house: House) -> Telephone:
    return wires(house)


async def test_nothing_of_a_call_is_in_one_language(telephone: Telephone, house: House) -> None:
    call = await telephone.waits()
    withheld = await telephone.rings("CA-withheld", number="")
    row, nobody = await house.ticket(call.ticket_id), await house.ticket(withheld.ticket_id)
    assert (row.subject, row.preview, row.patron_name) == ("", "", SHOWN)
    assert (nobody.subject, nobody.preview, nobody.patron_name) == ("", "", "")
    async with house.database.read() as session:
        shown = await detail(session, scope=house.scopes["rosa"], ticket_id=call.ticket_id)
        calls = await of_ticket(session, ticket_id=call.ticket_id)
        patron = await profile(session, patron_id=row.patron_id or 0)
    (message,) = shown.messages
    assert isinstance(message, Message)
    assert (message.text, message.address, message.address_shown) == ("", AMINAS_NUMBER, SHOWN)
    assert [(one.number, one.shown) for one in calls] == [(AMINAS_NUMBER, SHOWN)]
    assert [(one.number, one.shown) for one in calls[0].legs] == [(AMINAS_NUMBER, SHOWN)]
    assert patron is not None
    assert [(one.value, one.shown) for one in patron.identities] == [(AMINAS_NUMBER, SHOWN)]
    # A mail about it has a subject all the same.
    assert subject(row.subject, row.id, row.locale) == f"Re: 您的咨询 [#{row.id}]"
