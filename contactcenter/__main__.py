"""The command line. See docs/commands.md.

Imports stand inside the commands: `deliver` is started once a mail and must start fast.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from contactcenter.settings import Settings

T = TypeVar("T")
EX_CONFIG = 78
"""sysexits(3): something in the configuration is wrong."""

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="The contact centre for libraries.",
)
agent = typer.Typer(no_args_is_help=True, help="Librarians, supervisors and admins.")
token = typer.Typer(no_args_is_help=True, help="Bearer tokens for other programs.")
quarantine = typer.Typer(no_args_is_help=True, help="What arrived and could not be understood.")
measures = typer.Typer(no_args_is_help=True, help="What is counted: facts and statistics.")
app.add_typer(agent, name="agent")
app.add_typer(token, name="token")
app.add_typer(quarantine, name="quarantine")
app.add_typer(measures, name="measures")


def main() -> None:
    """Run a command; what goes wrong is one line that says what to do."""
    # What is imported stays as long as the process: looking it over for garbage meanwhile is a fifth of a start.
    gc.disable()
    app()


@app.command()
def run(
    busy: Annotated[float | None, typer.Option(
        metavar="NUMBER", min=1, max=600, help="Begin a training: so many inquiries an hour.")] = None,
) -> None:
    """Serve with demo people and simulated patrons."""
    _serve(demo=True, busy=busy)


@app.command()
def serve() -> None:
    """Serve."""
    _serve(demo=False)


@app.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    from contactcenter.commands.database import migrate_now

    _run(migrate_now(_settings()))


@app.command()
def doctor() -> None:
    """Check settings, database, mail and files, and say what to mend."""
    from contactcenter.commands.doctor import examine

    raise typer.Exit(_run(examine(_settings())))


@app.command()
def deliver(
    recipients: Annotated[list[str] | None, typer.Argument(help="Envelope recipients; empty: the mail's own.")] = None,
    sender: Annotated[str, typer.Option("--sender", "-f", help="Envelope sender.")] = "",
) -> None:
    """Take one mail from standard input (for a mail server's pipe). Exit codes as in sysexits(3)."""
    from contactcenter.commands.deliver import deliver_mail

    raise typer.Exit(_run(deliver_mail(sys.stdin.buffer, recipients or [], sender)))


@app.command()
def explain(
    files: Annotated[list[Path], typer.Argument(help="Mails as they travel (.eml).")],
    attachments: Annotated[Path | None, typer.Option(help="Write the decoded files into this folder.")] = None,
) -> None:
    """Say what the intake understands of each mail, one JSON line a file. No database is needed."""
    from contactcenter.commands.explain import explain as explain_files

    raise typer.Exit(explain_files(files, _settings(), attachments=attachments, out=sys.stdout.buffer))


@app.command()
def reconcile(
    accounts: Annotated[list[str] | None, typer.Argument(help="Names of mailboxes; none: all.")] = None,
) -> None:
    """Compare what the mailboxes hold with what was taken in, and name every difference."""
    from contactcenter.commands.reconcile import compare

    raise typer.Exit(_run(compare(_settings(), accounts=accounts or [])))


@app.command()
def staffing(  # noqa: PLR0917  # each is an option, given by its name
    calls: Annotated[str, typer.Option(metavar="NUMBER", help="Inquiries that come in an interval.")] = "",
    aht: Annotated[str, typer.Option(metavar="TIME", help="Average handle time: 300, 300s or 5m.")] = "",
    interval: Annotated[str, typer.Option(metavar="TIME", help="The interval: 1800, 30m or 1h.")] = "30m",
    target: Annotated[str, typer.Option(metavar="PERCENT/TIME", help="80/20: 80 % answered in 20 seconds.")] = "80/20",
    patience: Annotated[str | None, typer.Option(
        metavar="TIME", help="How long patrons wait, on average, before they give up; without it: for ever.")] = None,
    seats: Annotated[str | None, typer.Option(
        metavar="NUMBER", help="Say how so many seats do; without it: find the fewest that meet the target.")] = None,
) -> None:
    """Say in JSON how many seats a load of calls needs, or how well a number of seats does (Erlang C, Erlang A)."""
    from contactcenter.commands.failure import Failure
    from contactcenter.commands.staffing import staff

    try:
        staff(calls=calls, interval=interval, aht=aht, target=target, patience=patience, seats=seats, out=sys.stdout)
    except Failure as error:
        fail(str(error), error.code)


@app.command()
def simulate(  # noqa: PLR0917  # each is an option, given by its name
    calls: Annotated[str, typer.Option(metavar="NUMBER", help="Inquiries that come in an interval.")] = "",
    aht: Annotated[str, typer.Option(metavar="TIME", help="Average handle time: 300, 300s or 5m.")] = "",
    seats: Annotated[str, typer.Option(metavar="NUMBER", help="How many seats there are.")] = "",
    interval: Annotated[str, typer.Option(metavar="TIME", help="The interval: 1800, 30m or 1h.")] = "30m",
    target: Annotated[str, typer.Option(metavar="PERCENT/TIME", help="80/20: 80 % answered in 20 seconds.")] = "80/20",
    patience: Annotated[str | None, typer.Option(
        metavar="TIME", help="How long patrons wait, on average, before they give up; without it: for ever.")] = None,
    hours: Annotated[int, typer.Option(min=1, max=10_000, help="How many hours to play.")] = 24,
    seed: Annotated[int, typer.Option(help="The same seed plays the same day.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,  # noqa: FBT002
    picture: Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw the day as an SVG.")] = None,
) -> None:
    """Play a day at the desk by the router's own decision, beside what Erlang's formulas say of it."""
    from contactcenter.commands.failure import Failure
    from contactcenter.commands.simulate import simulate as play

    try:
        play(calls=calls, interval=interval, aht=aht, target=target, patience=patience, seats=seats, hours=hours,
             seed=seed, as_json=as_json, picture=picture, out=sys.stdout)
    except Failure as error:
        fail(str(error), error.code)


@agent.command("add")
def agent_add(
    login: Annotated[str, typer.Argument(help="The name to sign in with.")],
    name: Annotated[str, typer.Option(help="The name patrons and colleagues read.")],
    role: Annotated[str, typer.Option(help="librarian, supervisor or admin.")] = "librarian",
    department: Annotated[list[str] | None, typer.Option(help="A department's slug; may be repeated.")] = None,
    email: Annotated[str, typer.Option(help="Their own mail address.")] = "",
) -> None:
    """Make an account. Its password is read from standard input, or asked for on a terminal."""
    from contactcenter.commands.agents import add

    _run(add(_settings(), login=login, name=name, role=role, departments=department or [], password=_password(),
             email=email))


@agent.command("email")
def agent_email(
    login: str, email: Annotated[str, typer.Argument(help="Their own mail address; nothing takes it away.")] = "",
) -> None:
    """Note a colleague's own mail address: what comes from it to a ticket is an internal note."""
    from contactcenter.commands.agents import change_email

    _run(change_email(_settings(), login=login, email=email))


@agent.command("list")
def agent_list() -> None:
    """All accounts."""
    from contactcenter.commands.agents import show

    _run(show(_settings()))


@agent.command("disable")
def agent_disable(login: str) -> None:
    """Take the right to sign in and end all sessions. History keeps the name."""
    from contactcenter.commands.agents import disable

    _run(disable(_settings(), login=login))


@token.command("create")
def token_create(
    name: Annotated[str, typer.Option(help="What the token is for.")],
    role: Annotated[str, typer.Option(help="librarian, supervisor or admin.")] = "librarian",
    department: Annotated[list[str] | None, typer.Option(help="For a librarian's token: departments it sees.")] = None,
) -> None:
    """Make a bearer token and print it, this once."""
    from contactcenter.commands.agents import make_token

    _run(make_token(_settings(), name=name, role=role, departments=department or []))


@quarantine.command("list")
def quarantine_list() -> None:
    """What is set aside, with step and reason."""
    from contactcenter.commands.quarantined import show

    _run(show(_settings()))


@quarantine.command("replay")
def quarantine_replay(
    ids: Annotated[list[str] | None, typer.Argument(help="Numbers from `list`; none: all.")] = None,
) -> None:
    """Try again to understand what is set aside."""
    from contactcenter.commands.quarantined import replay

    raise typer.Exit(_run(replay(_settings(), ids=ids)))


@quarantine.command("dismiss")
def quarantine_dismiss(
    ids: Annotated[list[str], typer.Argument(help="Numbers of signals of calls from `list`, such as s12.")],
) -> None:
    """Take what a carrier told of a call, and nobody needs, out of quarantine."""
    from contactcenter.commands.quarantined import dismiss

    raise typer.Exit(_run(dismiss(_settings(), ids=ids)))


@measures.command("rebuild")
def measures_rebuild() -> None:
    """Count all facts anew from the first event; serving may go on meanwhile."""
    from contactcenter.commands.measures import rebuild

    raise typer.Exit(_run(rebuild(_settings())))


@measures.command("return")
def measures_return(
    year: Annotated[int, typer.Argument(min=2000, max=2099, help="A calendar year.")],
    to: Annotated[Path, typer.Option("--to", help="The file to write, .csv or .xlsx.")],
    locale: Annotated[str, typer.Option(help="en or zh-Hans.")] = "en",
) -> None:
    """Write a year's reference and directional transactions (ISO 2789, NISO Z39.7) into a file."""
    from contactcenter.commands.measures import write_return

    language: Literal["en", "zh-Hans"] = "zh-Hans" if locale == "zh-Hans" else "en"
    raise typer.Exit(_run(write_return(_settings(), year=year, to=to, locale=language)))


def _serve(*, demo: bool, busy: float | None = None) -> None:
    from contactcenter.commands.at_start import look_over
    from contactcenter.demo.neighbours import DEPARTMENTS
    from contactcenter.serve import serve_forever
    from contactcenter.settings import SettingsError

    settings = _settings()
    _imported()
    try:
        asyncio.run(look_over(settings.model_copy(update={"departments": DEPARTMENTS}) if demo else settings))
    except SettingsError as error:
        fail(str(error), EX_CONFIG)
    raise typer.Exit(serve_forever(settings, demo=demo, busy=busy))


def _imported() -> None:
    """From here on garbage is looked for, and not among what was imported."""
    gc.freeze()
    gc.enable()


def _settings() -> Settings:
    from contactcenter.settings import SettingsError, load

    try:
        return load()
    except SettingsError as error:
        fail(str(error), EX_CONFIG)


def _run(work: Coroutine[object, object, T]) -> T:
    from contactcenter.commands.failure import Failure

    _imported()
    try:
        return asyncio.run(work)
    except Failure as error:
        fail(str(error), error.code)


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


def fail(text: str, code: int = 1) -> NoReturn:
    """One line on standard error, and the exit code."""
    typer.echo(f"contactcenter: {text}", err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    main()
