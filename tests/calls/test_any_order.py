"""Signals come late, twice, in any order or not at all: the call ends with the truth, by legal steps alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactcenter.calls.states import LEGAL
from contactcenter.calls.tables import CallRow
from contactcenter.queue.claim import take
from tests.calls.telephone import Telephone, wires
from tests.conformance.house import House

Told = tuple[str, str, dict[str, object]]
"""Whose leg, what, and what it says."""
TALKED: list[Told] = [
    ("librarian", "answered", {}), ("librarian", "joined", {"stay": 1}), ("caller", "joined", {"stay": 1}),
    ("librarian", "left", {"stay": 1}), ("librarian", "over", {"code": "completed"}),
    ("caller", "left", {"stay": 1}), ("caller", "over", {"code": "completed"}),
]
GAVE_UP: list[Told] = [
    ("librarian", "answered", {}), ("librarian", "over", {"code": "canceled"}), ("caller", "over", {"code": "completed"}),
]
SPOKE: list[Told] = [*GAVE_UP, ("caller", "recorded", {"recording": "https://api.example/RE", "recording_id": "RE"}),
                     ("caller", "transcribed", {"transcript": "May I renew?", "recording_id": "RE"})]
CUT: list[Told] = [*TALKED[:5], ("caller", "over", {"code": "failed"})]
STORIES = {"completed": TALKED, "abandoned": GAVE_UP, "voicemail": SPOKE, "dropped": CUT}
NEVER_LOST = {"joined", "recorded"}
"""What we answer with instructions has come, or the instructions had not been followed; a recording is told of again."""


@st.composite
def mishaps(draw: st.DrawFn) -> tuple[str, list[Told]]:
    """A story, and what of it is told, in which order."""
    truth = draw(st.sampled_from(sorted(STORIES)))
    told = [one for one in STORIES[truth] if one[1] in NEVER_LOST or draw(st.integers(0, 3))]
    if truth == "dropped" and CUT[-1] not in told:
        told.append(CUT[-1])  # that the carrier lost it is told by nothing else
    told += [one for one in told if not draw(st.integers(0, 2))]
    return truth, draw(st.permutations(told))


@pytest.fixture
def telephone(house: House) -> Telephone:
    return wires(house)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@given(mishaps())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_truth_in_any_order(telephone: Telephone, house: House, mishap: tuple[str, list[Told]]) -> None:
    truth, told = mishap
    # A name of its own for each example: they share one house.
    name = f"CA-{next(telephone.number)}"
    await telephone.sits("rosa", "browser")
    call = await telephone.rings(name)
    await telephone.board.line_up(call.call_id)
    await house.does("rosa", take, ticket_id=call.ticket_id)
    await telephone.operator.next_set()
    legs = {"caller": await telephone.leg(call.call_id, "caller"), "librarian": await telephone.leg(call.call_id, "librarian")}
    telephone.gone |= {leg.remote_id for leg in legs.values() if leg.remote_id}
    head = await house.head()
    house.pass_by(timedelta(seconds=30))
    for part, kind, says in told:
        said = {key: f"{value}{name}" if key == "recording_id" else value for key, value in says.items()}
        await telephone.hears(kind, legs[part].remote_id or "", leg_id=legs[part].id, key=f"{name}{part}{kind}", **said)
        await telephone.operator.next_set()
    house.pass_by(timedelta(minutes=5))
    for _ in range(4):
        await telephone.operator.next_set()
    row: CallRow = await telephone.call(call.call_id)
    assert (row.state, row.how) == ("ended", truth)
    ticket = await house.ticket(call.ticket_id)
    assert (ticket.live, ticket.call_kind) == (False, {"voicemail": "voicemail", "abandoned": "missed"}.get(truth))
    steps = [event.data for event in await house.log(head) if event.type == "call.stepped" and event.data["call_id"] == call.call_id]
    assert steps
    assert all(step["to_state"] in LEGAL[step["from_state"]] for step in steps)  # type: ignore[index]
    ends = [event for event in await house.log(head) if event.type == "call.ended"]
    assert [bool(event.data.get("corrected")) for event in ends][:1] == [False]
    assert all(event.data["corrected"] for event in ends[1:])
