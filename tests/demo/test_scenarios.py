"""What is asked, and by whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from contactcenter.demo.files import made
from contactcenter.demo.patrons import CHINESE, ENGLISH, UNREACHABLE, VISITORS, find
from contactcenter.demo.plan import plan
from contactcenter.demo.scenario import book

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


def test_there_are_sixty_scenarios_and_none_is_told_twice() -> None:
    subjects = [one.subject for locale in ("en", "zh-Hans") for one in book(locale).scenario]
    assert len(subjects) >= 60
    assert len(set(subjects)) == len(subjects)


def test_a_scenario_is_found_by_the_subject_of_an_answer() -> None:
    scenario = book("zh-Hans").scenario[2]
    assert book("zh-Hans").about(scenario.subject) is scenario
    assert book("en").about("Something else") is None


def test_no_patron_can_be_reached_by_real_mail() -> None:
    everyone = (*ENGLISH, *CHINESE, *VISITORS, UNREACHABLE)
    assert all(one.address.endswith(".example") for one in everyone)
    assert len({one.address for one in everyone}) == len(everyone)


def test_those_who_try_the_demo_are_never_simulated() -> None:
    assert [find(one.address) for one in VISITORS] == [None, None]
    assert find(ENGLISH[0].address.upper()) == ENGLISH[0]


def test_files_are_what_their_names_say() -> None:
    pdf, kind = made("a.pdf", "")
    assert (pdf[:5], kind) == (b"%PDF-", "application/pdf")
    assert pdf[int(pdf.rsplit(b"startxref\n", 1)[1].split()[0]):].startswith(b"xref")
    assert made("a.png", "")[0].startswith(b"\x89PNG\r\n\x1a\n")
    assert made("清单.txt", "书名") == ("书名".encode(), "text/plain")


def test_the_plan_is_the_same_for_the_same_seed() -> None:
    first, second = (plan(seed=5, end=NOW, offset=timedelta(hours=8)) for _ in range(2))
    assert [(s.patron, s.scenario, s.way, len(s.acts)) for s in first] == [
        (s.patron, s.scenario, s.way, len(s.acts)) for s in second
    ]
    assert [s.patron for s in plan(seed=6, end=NOW, offset=timedelta(hours=8))] != [s.patron for s in first]


def test_the_plan_begins_each_story_with_its_arrival_and_tells_nothing_of_tomorrow() -> None:
    stories = plan(seed=2026, end=NOW, offset=timedelta(hours=8))
    assert len(stories) > 100
    for story in stories:
        times = [act.at for act in story.acts]
        assert times == sorted(times), story.scenario.subject
        assert story.acts[0].verb == "arrive"
        assert timedelta() < NOW - times[0] < timedelta(days=23)
        assert times[-1] <= NOW + timedelta(hours=3)
