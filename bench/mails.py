"""The mails to measure with: distinct, 2 kB each, as many patrons write them."""

from __future__ import annotations

import random

MAILS = 5_000
BYTES = 2_000
_WORDS = ("loan", "renew", "thesis", "catalogue", "reading room", "database", "journal", "interlibrary", "fine", "card",
          "续借", "馆藏", "论文", "数据库", "预约", "the", "a", "of", "in", "for", "please", "could", "you",
          "until", "March")


def mails(count: int, *, series: str) -> list[bytes]:
    """`count` mails; another series has other senders, subjects and ids."""
    dice = random.Random(series)  # noqa: S311  # the same mails every time
    return [_mail(number, series, dice) for number in range(count)]


def _mail(number: int, series: str, dice: random.Random) -> bytes:
    head = (
        f"From: Patron {number} <patron{number}@{series}.example>\r\nTo: help@library.example\r\n"
        f"Subject: {' '.join(dice.choices(_WORDS[:10], k=4))} {number}\r\n"
        f"Message-ID: <{series}.{number}@mail.example>\r\nDate: Wed, 25 Nov 2026 09:00:00 +0800\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode()
    body = ""
    while len(head) + len(body.encode()) < BYTES:
        body += " ".join(dice.choices(_WORDS, k=9)) + "\r\n"
    return head + body.encode()
