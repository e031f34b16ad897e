"""What every test may ask for: a database on both dialects, an SMTP server, a browser. See docs/make.md."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from contactcenter.db.engine import Database
from contactcenter.migrate import migrate
from contactcenter.settings import Database as DatabaseSettings
from tests.neighbours import chromium, dovecot, postgres, smtp


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nothing-left-out", action="store_true", help="fail when a test was skipped")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: begun last, they would keep one of two processes waiting for minutes."""
    items.sort(key=lambda item: "/kill/" not in item.nodeid)


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


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on; a test that asks for it runs once on each."""
    return str(request.param)


@pytest_asyncio.fixture
async def database_url(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[str]:
    """A database with every table and no row, as `CONTACTCENTER_DATABASE__URL` names it (data folder: tmp_path)."""
    if dialect == "sqlite":
        for file in request.getfixturevalue("sqlite_template").iterdir():
            shutil.copy(file, tmp_path)
        yield "sqlite"
        return
    server: postgres.Postgres = request.getfixturevalue("postgres_server")
    name = await server.create(template=request.getfixturevalue("postgres_template"))
    yield server.url(name)
    await server.drop(name)


@pytest_asyncio.fixture
async def database(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """The same, opened as the product opens it."""
    opened = Database(DatabaseSettings(url=database_url, pool_size=8), tmp_path)
    yield opened
    await opened.close()


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
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=executable, args=chromium.arguments())
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """One person's browser: cookies and storage of its own."""
    opened = await browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened.set_default_timeout(10_000)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """A page in that browser."""
    return await context.new_page()
