"""Every odd mail of the corpus is read as it should be."""

import pytest

from tests.channels.email.corpus import bounces, charsets, heads, machines, pages, replies, structure
from tests.channels.email.corpus.case import Case, wrong

CASES: list[Case] = [*bounces.cases(), *charsets.cases(), *heads.cases(), *machines.cases(), *pages.cases(), *replies.cases(), *structure.cases()]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_mail_is_read_as_it_should_be(case: Case) -> None:
    assert wrong(case) == []


def test_no_two_cases_have_one_name() -> None:
    names = [case.name for case in CASES]
    assert sorted(names) == sorted(set(names))
