"""A carrier whose settings cannot work stops the start: one line names each setting and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from contactcenter import serve
from contactcenter.__main__ import app
from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.commands.at_start import look_over
from contactcenter.commands.carry_out import EX_CONFIG
from contactcenter.commands.failure import Failure
from contactcenter.db.engine import Database
from contactcenter.migrate import migrate
from contactcenter.queue.ensure import ensure_queues
from contactcenter.settings import Department, Settings
from tests.commands.test_carrier_offline import house


@pytest.mark.parametrize(("more", "said"), [
    ({"auth_token_file": "", "auth_token_env": "NO_SUCH_VARIABLE"}, "carrier.auth_token_env: the environment variable NO_SUCH_VARIABLE is not set"),
    ({"public_url": "http://ask.library.example"}, "carrier.public_url is http://ask.library.example"),
    ({"numbers": [{"number": "+861055550100", "queue": "referenz"}]}, "+861055550100: there is no queue referenz: write one of general"),
    ({"account_sid": "AC…", "public_url": ""}, "carrier.public_url is missing"),
])
async def test_what_cannot_work_is_told_and_nothing_is_begun(tmp_path: Path, more: dict[str, object], said: str) -> None:
    settings = house(tmp_path, **more)  # type: ignore[arg-type]  # settings of the carrier alone
    with pytest.raises(Failure) as told:
        await look_over(settings)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


async def test_what_can_work_begins_and_a_queue_of_the_console_counts(tmp_path: Path) -> None:
    await look_over(Settings(data_dir=tmp_path))
    # No number yet, and a file that others may read: the doctor says so, and the house begins.
    poor = house(tmp_path, numbers=[])
    (tmp_path / "token").chmod(0o644)
    await look_over(poor)
    settings = house(tmp_path, numbers=[{"number": "+861055550100", "queue": "law"}])
    with pytest.raises(Failure, match="there is no queue law"):
        await look_over(settings)
    database = Database(settings.database, settings.data_dir)
    try:
        await migrate(database)
        async with database.transaction() as session:
            law = [*settings.departments, Department(slug="law", name="Law", name_zh="法律部")]
            await ensure_departments(session, departments=law)
            await ensure_queues(session, departments=law, desk_address="")
    finally:
        await database.close()
    await look_over(settings)


def test_the_command_says_so_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "serve_forever", lambda *_, **__: pytest.fail("it was begun"))
    for name, value in {"KIND": "twilio", "ACCOUNT_SID": "AC" + "d" * 32, "AUTH_TOKEN_ENV": "NO_SUCH_VARIABLE",
                        "PUBLIC_URL": "https://ask.library.example"}.items():
        monkeypatch.setenv(f"CONTACTCENTER_CARRIER__{name}", value)
    monkeypatch.setenv("CONTACTCENTER_DATA_DIR", str(tmp_path))
    for command in ("serve", "run"):
        result = CliRunner().invoke(app, [command])
        assert result.exit_code == EX_CONFIG
        assert result.output.startswith("contactcenter: Wrong setting: carrier.auth_token_env: the environment variable NO_SUCH_VARIABLE")
        assert result.output.count("\n") == 1
