"""`agent` and `token`: who works here, and which programs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from contactcenter.commands.carry_out import carry_out, loaded_settings

agent = typer.Typer(no_args_is_help=True, help="Librarians, supervisors and admins.")
token = typer.Typer(no_args_is_help=True, help="Bearer tokens for other programs.")


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

    carry_out(add(loaded_settings(), login=login, name=name, role=role, departments=department or [],
                  password=_password(), email=email))


@agent.command("email")
def agent_email(
    login: str, email: Annotated[str, typer.Argument(help="Their own mail address; nothing takes it away.")] = "",
) -> None:
    """Note a colleague's own mail address: what comes from it to a ticket is an internal note."""
    from contactcenter.commands.agents import change_email

    carry_out(change_email(loaded_settings(), login=login, email=email))


@agent.command("list")
def agent_list() -> None:
    """All accounts."""
    from contactcenter.commands.agents import show

    carry_out(show(loaded_settings()))


@agent.command("disable")
def agent_disable(login: str) -> None:
    """Take the right to sign in and end all sessions. History keeps the name."""
    from contactcenter.commands.agents import disable

    carry_out(disable(loaded_settings(), login=login))


@token.command("create")
def token_create(
    name: Annotated[str, typer.Option(help="What the token is for.")],
    role: Annotated[str, typer.Option(help="librarian, supervisor or admin.")] = "librarian",
    department: Annotated[list[str] | None, typer.Option(help="For a librarian's token: departments it sees.")] = None,
) -> None:
    """Make a bearer token and print it, this once."""
    from contactcenter.commands.tokens import make

    carry_out(make(loaded_settings(), name=name, role=role, departments=department or []))


@token.command("list")
def token_list() -> None:
    """All tokens, without what they are: that was printed once."""
    from contactcenter.commands.tokens import show

    carry_out(show(loaded_settings()))


@token.command("revoke")
def token_revoke(
    name: Annotated[str, typer.Argument(help="Its name, or its number from `list`.")],
) -> None:
    """Take a token back: whoever shows it is refused from now on."""
    from contactcenter.commands.tokens import revoke

    carry_out(revoke(loaded_settings(), token=name))


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")
