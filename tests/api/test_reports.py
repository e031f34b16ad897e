"""Reports by the API: who sees whose figures, the files that spreadsheets open, and the yearly return."""

from __future__ import annotations

import csv
import io
import zipfile

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.tables import StaffRow
from contactcenter.measures.sheets import harmless
from contactcenter.shapes.reports import Report, YearlyReturn
from tests.api.conftest import House, Json, People
from tests.measures.counted import counted

DAY = "first=2026-11-25&last=2026-11-25"


def values(report: Json) -> dict[str, float | None]:
    return {one["code"]: one["value"] for one in report["values"]}


async def answers(person: object, ticket_id: int, client_id: str) -> None:
    status, _ = await person.asks("POST", f"/tickets/{ticket_id}/replies", {  # type: ignore[attr-defined]
        "text": "Yes.", "client_id": client_id, "expected_version": 2, "then": "close",
    })
    assert status == 201


async def test_librarians_see_their_own_figures_and_supervisors_all(house: House, people: People) -> None:
    mine, other = await house.mail(subject="A", text="A"), await house.mail(subject="B", text="B", to="law@library.example")
    await answers(people.rosa, mine, "client-1000")
    await answers(people.wang, other, "client-1001")
    await counted(house)
    whole = Report.model_validate((await people.ines.asks("GET", f"/reports?{DAY}"))[1])
    assert (whole.own, whole.complete, whole.zone, whole.step) == (False, True, "Asia/Shanghai", "day")
    said = {one.code: one.value for one in whole.values}
    assert (said["arrived"], said["answered"], said["resolved"], said["reference"], said["estimated"]) == (2, 2, 2, 2, 2)
    assert [one.code for one in whole.definitions] == list(said)
    assert {row.name.en for table in whole.tables if table.by == "librarian" for row in table.rows} == {"Rosa Marín", "王芳"}
    _, own = await people.rosa.asks("GET", f"/reports?{DAY}&staff_id={house.staff['wang']}")
    assert own["own"] is True
    assert values(own)["answered"] == 1
    assert "arrived" not in values(own)
    assert "王芳" not in str(own)
    _, of_wang = await people.ines.asks("GET", f"/reports?{DAY}&staff_id={house.staff['wang']}")
    assert values(of_wang)["answered"] == 1
    _, law = await people.ines.asks("GET", f"/reports?{DAY}&queue_id=2")
    assert (values(law)["arrived"], values(law)["reference"]) == (1, 1)
    assert values((await people.ines.asks("GET", f"/reports?{DAY}&channel=web_chat"))[1])["arrived"] == 0
    assert values((await people.ines.asks("GET", f"/reports?{DAY}&language=en"))[1])["arrived"] == 2
    assert values((await people.ines.asks("GET", f"/reports?{DAY}&language=zh-Hans"))[1])["arrived"] == 0
    assert (await people.tomas.asks("GET", f"/reports?{DAY}"))[0] == 403
    assert (await people.rosa.asks("GET", "/reports/yearly?year=2026"))[0] == 403
    for wrong in ("first=2026-11-25&last=2026-11-24", "first=2020-01-01&last=2026-11-25", "first=yesterday"):
        assert (await people.ines.asks("GET", f"/reports?{wrong}"))[0] == 422


async def test_files_open_in_a_spreadsheet(house: House, people: People) -> None:
    async with house.database.transaction() as session:
        await add_staff(session, login="evil", name="x", role="librarian", password_hash=None, now=house.time)
        rosa = await session.get(StaffRow, house.staff["rosa"])
        assert rosa is not None
        rosa.name = "=HYPERLINK(1)"
    await answers(people.rosa, await house.mail(subject="A", text="A"), "client-1000")
    await counted(house)
    answer = await people.ines.sends("GET", f"/reports/file?{DAY}&format=csv&locale=zh-Hans")
    body = await answer.read()
    assert answer.status == 200
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert ["收到", "1"] in [row[:2] for row in rows]
    assert ["'=HYPERLINK(1)"] in [row[:1] for row in rows]
    assert "report-2026-11-25" in answer.headers["Content-Disposition"]
    book = await people.ines.sends("GET", f"/reports/file?{DAY}&format=xlsx")
    with zipfile.ZipFile(io.BytesIO(await book.read())) as parts:
        pages = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert len(pages) == 10
        assert not any("<f>" in page for page in pages)
        assert any("=HYPERLINK(1)" in page and 't="inlineStr"' in page for page in pages)
    _, made = await people.ines.asks("GET", "/reports/yearly?year=2026")
    line = next(one for one in YearlyReturn.model_validate(made).lines if one.total)
    assert (line.kind, line.mode, line.months[10], line.estimated) == ("reference", "email", 1, 1)
    file = await people.ines.sends("GET", "/reports/yearly/file?year=2026&format=csv")
    assert "Reference transactions,E-mail,0,0,0,0,0,0,0,0,0,0,1,0,1,1" in (await file.read()).decode("utf-8-sig")


def test_no_text_is_a_formula() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"):
        assert harmless(text) == f"'{text}"
    assert [harmless(one) for one in (-1, 0.5, None, "a=b")] == [-1, 0.5, None, "a=b"]
