"""The process of a real SMTP server that keeps what it is given: `python -m tests.neighbours.smtp_sink`.

It prints its port on one line. Each mail becomes NNNN.eml and NNNN.json in its folder. Lines of JSON
on standard input, `{"at": "data", "reply": "451 4.3.0 later", "times": 2}`, make it misbehave at `mail`,
`rcpt` or `data`, or with `"at": "lost"` hang up after it kept the mail and before it says so. Each is
answered with a line `ok`.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Sink:
    """What aiosmtpd asks at each step; `None` or MISSING words are its own defaults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)
        self.orders: list[dict[str, str | int]] = []

    def ordered(self, at: str) -> str | None:
        """The reply that was ordered for this step, if any is left."""
        for order in self.orders:
            if order["at"] == at and int(order["times"]) > 0:
                order["times"] = int(order["times"]) - 1
                return str(order["reply"])
        return None

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.ordered("mail")
        if reply is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return reply or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        reply = self.ordered("rcpt")
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        reply = self.ordered("data")
        if reply is not None:
            return reply
        number = next(self.numbers)
        content = envelope.content or b""
        who: object = session.auth_data
        file = self.folder / f"{number:04}.eml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        facts = {
            "mail_from": envelope.mail_from,
            "rcpt_tos": envelope.rcpt_tos,
            "helo": session.host_name,
            "encrypted": session.ssl is not None,
            "login": who.login.decode() if isinstance(who, LoginPassword) else None,
            "peer": list(session.peer or ()),
        }
        # The second file appears whole or not at all: who sees it may read both.
        unfinished = self.folder / f"{number:04}.tmp"
        unfinished.write_text(json.dumps(facts), encoding="utf-8")
        unfinished.rename(self.folder / f"{number:04}.json")
        if self.ordered("lost") is not None and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return f"250 2.0.0 kept as {number:04}"


async def serve(options: argparse.Namespace) -> None:
    """Listen until standard input closes."""
    sink = Sink(Path(options.folder))
    context = None
    if options.security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate)

    def authenticate(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == options.password.encode()
        return AuthResult(success=right, handled=False, auth_data=data)

    def session() -> SMTP:
        return SMTP(
            sink,
            hostname="sink.example",
            enable_SMTPUTF8=True,
            tls_context=context if options.security == "starttls" else None,
            require_starttls=options.security == "starttls",
            authenticator=authenticate if options.password else None,
            auth_required=bool(options.password),
            auth_require_tls=options.security == "starttls",
            data_size_limit=100_000_000,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        session, "127.0.0.1", options.port, ssl=context if options.security == "tls" else None
    )
    say(str(server.sockets[0].getsockname()[1]))
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        sink.orders.append(json.loads(line))
        say("ok")
    server.close()


def say(line: str) -> None:
    """One line to whoever started this."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--security", choices=("none", "starttls", "tls"), default="none")
    parser.add_argument("--certificate", default="")
    parser.add_argument("--password", default="")
    asyncio.run(serve(parser.parse_args()))
