"""What servers on the way found out about where a mail came from: shown, and setting nothing aside."""

import pytest

from tests.channels.email.mails import mail, read

RESULTS = "Authentication-Results"


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, []),
        ({RESULTS: "mx.library.example; spf=pass smtp.mailfrom=patron.example; dkim=pass header.d=patron.example; dmarc=pass"}, []),
        ({RESULTS: "mx.library.example; spf=fail smtp.mailfrom=patron.example"}, ["spf_fail"]),
        ({RESULTS: "mx.library.example; dmarc=fail (p=reject dis=none) header.from=patron.example"}, ["dmarc_fail"]),
        ({RESULTS: "mx.library.example;\n dkim=fail header.d=a.example;\n dkim=pass header.d=patron.example"}, []),
        ({RESULTS: "mx.library.example; spf=softfail; dkim=none; dmarc=none"}, ["spf_fail"]),
        ({RESULTS: "mx.library.example; dkim=pass (spf=fail in a comment)"}, []),
        ({RESULTS: "mx.library.example 1; none"}, []),
        ({"X-Spam-Flag": "YES"}, ["spam_mark"]),
        ({"X-Spam-Status": "Yes, score=9.1 required=5.0"}, ["spam_mark"]),
        ({"X-Spam-Status": "No, score=-1.1"}, []),
        ({"X-MS-Exchange-Organization-SCL": "6"}, ["spam_mark"]),
        ({"X-MS-Exchange-Organization-SCL": "-1"}, []),
    ],
)
def test_what_speaks_against_an_origin(fields: dict[str, str], codes: list[str]) -> None:
    inquiry = read(mail(**fields))
    assert [finding.code for finding in inquiry.findings] == codes
    assert {finding.kind for finding in inquiry.findings} <= {"origin"}
    assert inquiry.automatic is None
    assert inquiry.sender.proved is None


def test_the_server_is_named() -> None:
    (finding,) = read(mail(**{RESULTS: "mx.library.example; dmarc=fail"})).findings
    assert "mx.library.example" in finding.reason


def test_only_what_the_last_server_wrote_counts() -> None:
    data = f"{RESULTS}: mx.library.example; dmarc=fail\n{RESULTS}: forged.example; dmarc=pass\n".encode() + mail()
    assert [finding.code for finding in read(data).findings] == ["dmarc_fail"]
