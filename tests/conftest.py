"""What every test may ask for: a database on both dialects, an SMTP server, a browser. See docs/make.md."""

from __future__ import annotations

import gc
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from hypothesis import settings
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from contactcenter.accounts import passwords
from contactcenter.db import engine
from contactcenter.db.engine import Database
from contactcenter.migrate import migrate
from contactcenter.settings import Database as DatabaseSettings
from tests import compiled, in_memory
from tests.conformance.house import Founded, House, build, found
from tests.neighbours import chromium, dovecot, postgres, smtp

# On a busy machine any example may take a second: that is no fault of what it shows.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

DURABLE = engine.SYNCHRONOUS
LONGEST = (
    "/kill/test_kill", "/browser/test_console_axe", "/api/test_openapi", "/browser/test_patron_pages",
    "/browser/test_console_aside", "/tickets/test_lists", "/browser/", "/demo/", "/kill/", "/test_sets",
    "/test_resume", "/mailbox/", "/conformance/",
)
"""Parts of the names of files with more than ten seconds, the longest first."""
compiled.share()
in_memory.use()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nothing-left-out", action="store_true", help="fail when a test was skipped")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: begun last, one of them would keep the other processes waiting for minutes."""
    items.sort(key=lambda item: next((place for place, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST)))


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # after every 700 new objects there is little to find


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """CI must not mistake a machine that lacks something for one where everything works."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not session.config.getoption("--nothing-left-out"):
        return
    if reporter.stats.get("skipped") and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each reason why tests were left out: which, and how to get them."""
    left_out: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        left_out.setdefault(reason, []).append(report.nodeid.split("::")[0])
    for reason, files in sorted(left_out.items()):
        names = ", ".join(sorted(set(files)))
        terminalreporter.write_line(f"Left out ({len(files)}) in {names}: {reason}", yellow=True)


@pytest.fixture(scope="session", autouse=True)
def _nothing_slow_on_purpose() -> Iterator[None]:
    """In the process of the tests SQLite waits for no disk, and a password's hash takes a millisecond.

    A server that a test kills is a process of its own, and has both as they are.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "SYNCHRONOUS", "OFF")
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Postgres]:
    """A PostgreSQL that runs as long as the tests do, and waits for no disk: those that kill have one of their own."""
    with postgres.running(durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Postgres) -> str:
    """The name of a database with every table and no row, for others to be made from."""
    name = postgres.wait_for(postgres_server.create())
    postgres.wait_for(migrated(postgres_server.url(name), Path()))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database file with every table and no row."""
    folder = tmp_path_factory.mktemp("sqlite")
    postgres.wait_for(migrated("sqlite", folder))
    return folder


async def migrated(url: str, folder: Path) -> None:
    """Give an empty database its tables."""
    opened = Database(DatabaseSettings(url=url), folder)
    try:
        await migrate(opened)
    finally:
        await opened.close()


@pytest.fixture(scope="session")
def founded_postgresql(postgres_server: postgres.Postgres, postgres_template: str) -> tuple[str, Founded]:
    """The name of a database with the departments and people of `tests/conformance/house.py`, and who they are there."""
    name = postgres.wait_for(postgres_server.create(template=postgres_template))
    return name, postgres.wait_for(with_people(postgres_server.url(name), Path()))


@pytest.fixture(scope="session")
def founded_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Founded]:
    """A folder with such a database, and who they are there."""
    folder = tmp_path_factory.mktemp("founded")
    shutil.copytree(sqlite_template, folder, dirs_exist_ok=True)
    return folder, postgres.wait_for(with_people("sqlite", folder))


async def with_people(url: str, folder: Path) -> Founded:
    """Give a database its departments and people."""
    opened = Database(DatabaseSettings(url=url), folder)
    try:
        return await found(opened)
    finally:
        await opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on; a test that asks for it runs once on each."""
    return str(request.param)


@pytest.fixture
def founded(dialect: str, request: pytest.FixtureRequest) -> Founded:
    """Who asks for this finds departments and people in `database`: making them anew would take longer than most tests."""
    who: Founded = request.getfixturevalue(f"founded_{dialect}")[1]
    return who


@pytest_asyncio.fixture
async def database_url(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[str]:
    """A database with every table, as `CONTACTCENTER_DATABASE__URL` names it (data folder: tmp_path).

    No row is in it, save for who asks for `founded` (or, in `tests/realtime`, for `played`).
    """
    filled = next((one for one in ("played", "founded") if one in request.fixturenames), None)
    if filled is not None:
        template = request.getfixturevalue(f"{filled}_{dialect}")[0]
    else:
        template = request.getfixturevalue("sqlite_template" if dialect == "sqlite" else "postgres_template")
    if dialect == "sqlite":
        for file in template.iterdir():
            shutil.copy(file, tmp_path)
        yield "sqlite"
        return
    server: postgres.Postgres = request.getfixturevalue("postgres_server")
    name = await server.create(template=template)
    yield server.url(name)
    await server.drop(name)


@pytest_asyncio.fixture
async def database(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """The same, opened as the product opens it."""
    opened = Database(DatabaseSettings(url=database_url, pool_size=8), tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def house(database: Database, founded: Founded, tmp_path: Path) -> House:
    """The core of `tests/conformance/house.py` and its people; some folders have a house of their own."""
    return build(database, tmp_path, founded)


@pytest.fixture
def smtp_sink(tmp_path: Path) -> Iterator[smtp.SmtpSink]:
    """An SMTP server in a process of its own, without TLS; `tests.neighbours.smtp.running` has more."""
    with smtp.running(tmp_path / "smtp") as sink:
        yield sink


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[dovecot.Dovecot]:
    """A Dovecot that runs as long as the tests do; each test asks it for a user of its own."""
    if dovecot.executable() is None:
        pytest.skip(dovecot.MISSING)
    with dovecot.running() as server:
        yield server


# Playwright's plain interface keeps a loop running for the whole process, which asyncio tests in the
# same process do not survive; hence the asynchronous one, on a loop as long as the session:
# `pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]`.


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, started once. The test is left out where there is none."""
    executable = chromium.executable()
    if executable is None:
        pytest.skip(chromium.MISSING)
    expect.set_options(timeout=chromium.PATIENCE_MS)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=executable, args=chromium.arguments())
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """One person's browser: cookies and storage of its own."""
    opened = await browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened.set_default_timeout(chromium.PATIENCE_MS)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """A page in that browser."""
    return await context.new_page()
