"""Mails of the corpus, mutated without end: every reading must end, soon, and be fit to be written down."""

from __future__ import annotations

import random
import time
from pathlib import Path

import orjson

from contactcenter.commands.explain import explain
from contactcenter.settings import Settings
from tests.channels.email.test_corpus import CASES

SLOW_S = 5.0
"""Of the processor, whatever else the machine does. A mail of 400 kB takes a tenth of this."""
MOST_BYTES = 400_000
TOKENS = (
    b"\r\n", b"\n\n", b"\n", b"\r", b"--cut", b"--", b"=?utf-8?B?", b"?=", b"\x00", b"\xff", b"\x1b$B", b"\x1b(I", b";", b'"', b"<", b">", b"(", b")", b"@",
    b"multipart/alternative", b"message/rfc822", b"text/html", b"charset=utf-7", b"charset=utf-16", b"charset=hz", b"base64", b"boundary=", b"&#0;", b"&#xd800;",
    b"\\u-10179?", b"Final-Recipient: rfc822; ", b"+2D0-", b"<a href=", b"<table>", b"<blockquote>", b"x@y.example ", b"wrote:\n", b"From: ", b"550 5.1.1 ", b"\xed\xa0\x80",
)


def mutated(mails: list[bytes], chance: random.Random) -> bytes:
    """One mail, cut, glued with others, and sown with what parsers stumble over."""
    data = bytearray(chance.choice(mails))
    for _ in range(chance.randint(1, 10)):
        at, kind = chance.randrange(len(data) + 1), chance.randrange(6)
        if kind == 0:
            data[at : at + chance.randint(0, 40)] = chance.choice(TOKENS)
        elif kind == 1:
            data[at:at] = chance.choice(TOKENS) * chance.choice([1, 2, 50, 2000])
        elif kind == 2:
            other = chance.choice(mails)
            begin = chance.randrange(len(other) + 1)
            data[at:at] = other[begin : begin + chance.randint(0, 2000)]
        elif kind == 3:
            del data[at:]
        elif kind == 4:
            data[at : at + 1] = bytes((chance.randrange(256),))
        else:
            begin, end = sorted((at, chance.randrange(len(data) + 1)))
            data[begin:begin] = data[begin:end] * chance.choice([1, 1, 20])
        del data[MOST_BYTES:]
    return bytes(data)


def fuzz(folder: Path, *, seconds: float, seed: int) -> int:
    """Read mutated mails for a time. Returns how many; raises `AssertionError` naming the file of one that fails."""
    chance = random.Random(seed)  # noqa: S311  # repeatable, not secret
    mails = [case.data[:30_000] for case in CASES]
    file, settings = folder / f"fuzz-{seed}.eml", Settings(data_dir=folder / "data")
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        count += 1
        file.write_bytes(mutated(mails, chance))
        with (folder / "line").open("w+b") as out:
            began = time.process_time()
            code = explain([file], settings, attachments=None, out=out)
            took = time.process_time() - began
            out.seek(0)
            line = orjson.loads(out.read())
        assert code == 0, file
        assert "fault of ours" not in str(line["problems"]), (file, line["problems"])
        assert took < SLOW_S, (file, took)
    return count
