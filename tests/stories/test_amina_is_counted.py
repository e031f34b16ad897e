"""Amina asks; Rosa answers and closes, and the record is there without a word; 李雷 only asks the way."""

from __future__ import annotations

from tests.kill.served import Served
from tests.neighbours.smtp import SmtpSink
from tests.stories.test_amina_renews import employed, mails, served, until

__all__ = ["served"]


async def test_amina_is_counted(served: Served, database_url: str, smtp_sink: SmtpSink) -> None:
    rosa, tomas = await employed(served, database_url, rosa=[1], tomas=[])
    await mails(served, "May I renew my loan?", message_id="<counted@uni.example>")
    ticket = await until(rosa, 1)
    path = f"/tickets/{ticket['id']}"

    # What it is about is chosen from the library's tree, in words of either language.
    needs = (await rosa.asks("GET", "/needs"))[1]["items"]
    assert isinstance(needs, list)
    renewals = next(one for one in needs if one["name_zh"] == "续借")
    assert (await rosa.asks("PUT", f"{path}/need", need_id=renewals["id"]))[0] == 204

    status, _ = await rosa.asks("POST", f"{path}/replies", text="Yes, until 1 March.", client_id="rosa-answer-1",
                                expected_version=(await rosa.sees())[0]["version"], then="close")
    assert status == 201

    # Closed with the answer, the record is there: all of it estimated but what she chose.
    record = (await rosa.asks("GET", f"{path}/record"))[1]["record"]
    assert isinstance(record, dict)
    [row] = record["transactions"]
    assert (row["need_id"], row["effort"], row["mode"]) == (renewals["id"], 1, "email")
    assert row["estimated"] == ["effort", "mode", "minutes", "referral"]

    # Rosa knows better how hard it was, and one key confirms the rest. Tomas knows of nothing.
    assert (await tomas.asks("GET", f"{path}/record"))[0] == 404
    status, row = await rosa.asks("PATCH", f"/transactions/{row['id']}", effort=2, expected_version=row["version"])
    assert (status, row["estimated"]) == (200, ["mode", "minutes", "referral"])
    status, row = await rosa.asks("POST", f"/transactions/{row['id']}/confirm", expected_version=row["version"])
    assert (status, row["estimated"], row["effort"]) == (200, [], 2)

    # 李雷 asks where the lift is: one more in the statistics, and no ticket of it.
    status, tally = await rosa.asks("POST", "/tallies", client_id="rosa-tally-1")
    assert (status, tally["today"]) == (201, 1)
    assert len(await rosa.sees()) == 1
    assert (await tomas.asks("POST", "/tallies", client_id="tomas-tally-1"))[0] == 403
