"""An IMAP server that behaves as odd ones do: a script of a few lines, for what Dovecot never does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class OddImap:
    """A mailbox with one folder. Each switch is one oddity."""

    mails: dict[int, bytes] = field(default_factory=dict)
    wants_id: bool = False
    """NetEase: no folder opens for a client that has not said who it is."""
    says_uid_next: bool = True
    push_with_the_answer: bytes = b""
    """Said in one packet with the answer to IDLE; put into the mailbox as a mail just before."""
    comes_after_the_look: bytes = b""
    """A mail that comes once the answer to a search is made up, and is told of behind it."""
    refuses_sets: bool = False
    """A FETCH of more than one mail is refused."""
    refuses: set[int] = field(default_factory=set)
    """These mails are refused."""
    hangs_up_on: set[int] = field(default_factory=set)
    """Asked for any of these, it hangs up in the middle of the answer."""
    hides_once: set[int] = field(default_factory=set)
    """Not shown in the first look, though later ones are: a server that is many machines."""
    port: int = 0
    commands: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        named = False
        writer.write(b"* OK [CAPABILITY IMAP4rev1 IDLE ID] ready\r\n")
        while line := (await reader.readline()).decode().strip():
            tag, _, said = line.partition(" ")
            command = said.upper()
            self.commands.append(said)
            if command.startswith("ID "):
                named = True
                writer.write(b"* ID NIL\r\n")
            elif command.startswith("SELECT") and self.wants_id and not named:
                writer.write(f"{tag} NO SELECT Unsafe Login. Please contact kefu@188.com for help\r\n".encode())
                continue
            elif not await self._answer(command, tag, reader, writer):
                return
            if command != "IDLE" and self.commands[-1] != "refused":
                writer.write(f"{tag} OK done\r\n".encode())

    async def _answer(
        self, command: str, tag: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Everything before the tagged line; False when the connection is over."""
        if command.startswith("CAPABILITY"):
            writer.write(b"* CAPABILITY IMAP4rev1 IDLE ID\r\n")
        elif command.startswith(("SELECT", "EXAMINE")):
            uid_next = f"* OK [UIDNEXT {max(self.mails, default=0) + 1}] next\r\n" if self.says_uid_next else ""
            writer.write(f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n{uid_next}".encode())
        elif command.startswith("UID SEARCH"):
            found = [uid for uid in self._named(command) if uid not in self.hides_once]
            if self.hides_once & set(self._named(command)):
                self.hides_once.clear()
            writer.write(f"* SEARCH {' '.join(map(str, found))}".strip().encode() + b"\r\n")
            if self.comes_after_the_look and not found:
                self.mails[max(self.mails, default=0) + 1], self.comes_after_the_look = self.comes_after_the_look, b""
                writer.write(f"* {len(self.mails)} EXISTS\r\n".encode())
        elif command.startswith("UID FETCH"):
            return self._fetch(command, tag, writer)
        elif command == "IDLE":
            await self._idle(tag, reader, writer)
        elif command == "LOGOUT":
            writer.write(b"* BYE\r\n")
        return True

    def _fetch(self, command: str, tag: str, writer: asyncio.StreamWriter) -> bool:
        uids = self._named(command)
        if "RFC822.SIZE" in command:
            for number, uid in enumerate(uids, 1):
                writer.write(f"* {number} FETCH (RFC822.SIZE {len(self.mails[uid])} UID {uid})\r\n".encode())
            return True
        if self.refuses & set(uids) or (self.refuses_sets and len(uids) > 1):
            writer.write(f"* BAD Some of these cannot be read\r\n{tag} NO [SERVERBUG] cannot be read\r\n".encode())
            self.commands.append("refused")
            return True
        for number, uid in enumerate(uids, 1):
            body = self.mails[uid]
            writer.write(f"* {number} FETCH (UID {uid} BODY[] {{{len(body)}}}\r\n".encode())
            if uid in self.hangs_up_on:
                writer.write(body[: len(body) // 2])
                writer.close()
                return False
            writer.write(body + b")\r\n")
        return True

    async def _idle(self, tag: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pushed = b""
        if self.push_with_the_answer:
            uid = max(self.mails, default=0) + 1
            self.mails[uid], self.push_with_the_answer = self.push_with_the_answer, b""
            pushed = f"* {len(self.mails)} EXISTS\r\n".encode()
        writer.write(b"+ idling\r\n" + pushed)
        await reader.readline()
        writer.write(f"{tag} OK idled\r\n".encode())

    def _named(self, command: str) -> list[int]:
        """The UIDs of the mailbox that a command names."""
        found: set[int] = set()
        words = command.split(" ")
        last = max(self.mails, default=0)
        for part in words[3 if words[2] == "UID" else 2].strip("()").split(","):
            first, _, end = part.partition(":")
            low, high = int(first), last if end == "*" else int(end or first)
            found.update(uid for uid in self.mails if min(low, high) <= uid <= max(low, high))
        return sorted(found)


@asynccontextmanager
async def running(**oddities: object) -> AsyncIterator[OddImap]:
    """Serve it on 127.0.0.1 at a port of its own."""
    odd = OddImap(**oddities)  # type: ignore[arg-type]
    open_: set[asyncio.Task[None]] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_.add(task)
        try:
            await odd.serve(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            open_.discard(task)
            writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    odd.port = server.sockets[0].getsockname()[1]
    try:
        yield odd
    finally:
        server.close()
        for task in list(open_):
            task.cancel()
        await asyncio.gather(*open_, return_exceptions=True)
