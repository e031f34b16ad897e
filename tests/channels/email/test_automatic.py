"""Mail that a machine wrote."""

import pytest

from contactcenter.channels.email.automatic import RULES
from tests.channels.email.mails import mail, read


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto_submitted"),
        ({"Auto-Submitted": "auto-generated; type=x"}, "auto_submitted"),
        ({"Precedence": "bulk"}, "precedence"),
        ({"Precedence": "List"}, "precedence"),
        ({"Precedence": "junk"}, "precedence"),
        ({"List-Id": "<readers.patron.example>"}, "list"),
        ({"X-Autoreply": "yes"}, "autoreply_header"),
        ({"X-Autorespond": "yes"}, "autoreply_header"),
        ({"Return-Path": "<>"}, "empty_return_path"),
        ({"From": "MAILER-DAEMON@mx.example"}, "daemon"),
        ({"From": "Library system <no-reply@system.example>"}, "no_reply_address"),
        ({"From": "donotreply@system.example"}, "no_reply_address"),
        ({"Content-Type": "multipart/report; report-type=delivery-status; boundary=x"}, "report"),
        ({"Subject": "自动回复：续借"}, "subject"),
        ({"Subject": "Automatic reply: hours"}, "subject"),
        ({"Subject": "Out of Office"}, "subject"),
        ({"Subject": "=?utf-8?B?6Ieq5Yqo5Zue5aSNOiDlnKg=?="}, "subject"),
        ({"X-Auto-Response-Suppress": "DR, AutoReply"}, "suppressed"),
        ({"From": "help@library.example"}, "from_ourselves"),
        ({"From": "Law <LAW@library.example>"}, "from_ourselves"),
    ],
)
def test_a_machine(fields: dict[str, str], code: str) -> None:
    assert read(mail(**fields)).automatic == code


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"Auto-Submitted": "no"},
        {"Precedence": "first-class"},
        {"Return-Path": "<amina@patron.example>"},
        {"From": "noreen@patron.example"},
        {"From": "postmaster@patron.example"},
        {"Subject": "About your automatic replies"},
        {"Subject": "自动回复怎么设置？"},
        {"X-Autoreply": "no"},
        {"X-Auto-Response-Suppress": "OOF"},
        {"Subject": "Re: out of print books"},
    ],
)
def test_a_person(fields: dict[str, str]) -> None:
    assert read(mail(**fields)).automatic is None


def test_an_empty_envelope_sender() -> None:
    assert read(mail(), mail_from="").automatic == "empty_return_path"
    assert read(mail(), mail_from="amina@patron.example").automatic is None


def test_every_rule_has_its_own_code_and_a_reason() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(rule.reason for rule in RULES)
