"""The command line. See docs/commands.md.

Imports stand inside the commands: `deliver` is started once a mail and must start fast.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from contactcenter.commands.carry_out import carry_out, loaded_settings
from contactcenter.commands.typed.accounts import agent, token
from contactcenter.commands.typed.load import simulate, staffing
from contactcenter.commands.typed.measures import measures
from contactcenter.commands.typed.quarantine import quarantine

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="The contact centre for libraries.",
)
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

    carry_out(migrate_now(loaded_settings()))


@app.command()
def doctor() -> None:
    """Check settings, database, mail and files, and say what to mend."""
    from contactcenter.commands.doctor import examine

    raise typer.Exit(carry_out(examine(loaded_settings())))


@app.command()
def deliver(
    recipients: Annotated[list[str] | None, typer.Argument(help="Envelope recipients; empty: the mail's own.")] = None,
    sender: Annotated[str, typer.Option("--sender", "-f", help="Envelope sender.")] = "",
) -> None:
    """Take one mail from standard input (for a mail server's pipe). Exit codes as in sysexits(3)."""
    from contactcenter.commands.deliver import deliver_mail

    raise typer.Exit(carry_out(deliver_mail(sys.stdin.buffer, recipients or [], sender)))


@app.command()
def explain(
    files: Annotated[list[Path], typer.Argument(help="Mails as they travel (.eml).")],
    attachments: Annotated[Path | None, typer.Option(help="Write the decoded files into this folder.")] = None,
) -> None:
    """Say what the intake understands of each mail, one JSON line a file. No database is needed."""
    from contactcenter.commands.explain import explain as explain_files

    raise typer.Exit(explain_files(files, loaded_settings(), attachments=attachments, out=sys.stdout.buffer))


@app.command()
def reconcile(
    accounts: Annotated[list[str] | None, typer.Argument(help="Names of mailboxes; none: all.")] = None,
) -> None:
    """Compare what the mailboxes hold with what was taken in, and name every difference."""
    from contactcenter.commands.reconcile import compare

    raise typer.Exit(carry_out(compare(loaded_settings(), accounts=accounts or [])))


app.command()(staffing)
app.command()(simulate)


def _serve(*, demo: bool, busy: float | None = None) -> None:
    from contactcenter.commands.at_start import look_over
    from contactcenter.demo.neighbours import DEPARTMENTS
    from contactcenter.serve import serve_forever

    settings = loaded_settings()
    carry_out(look_over(settings.model_copy(update={"departments": DEPARTMENTS}) if demo else settings))
    raise typer.Exit(serve_forever(settings, demo=demo, busy=busy))


if __name__ == "__main__":
    main()
