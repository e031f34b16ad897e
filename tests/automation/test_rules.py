"""Rules act by themselves: once, bounded, never to a machine; what fails is told and stops nobody."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from contactcenter.automation.act import Doer
from contactcenter.automation.dry_run import dry_run
from contactcenter.automation.macros import add_macro, apply_macro
from contactcenter.automation.rules import add_rule, all_rules, change_rule, place_rule, remove_rule, switch_rule
from contactcenter.automation.run import DEEPEST, Automaton
from contactcenter.automation.tables import AutomationRunRow
from contactcenter.events.catalogue.promises import PromiseBroken, PromiseNear
from contactcenter.events.record import SYSTEM
from contactcenter.events.tail import Logged
from contactcenter.knowledge.add_snippet import add_snippet
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.queue.calendars import Calendars
from contactcenter.shapes.automation import MacroAsk, RuleAsk
from contactcenter.shapes.pages import SnippetAsk
from contactcenter.tickets.detail import detail
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.row import happen, lock
from contactcenter.tickets.state import close, reopen
from contactcenter.tickets.tables import NOT_WAITING
from contactcenter.tickets.tag import tag as put_tag
from contactcenter.tickets.tags import named
from tests.conformance.house import LAW, House

Json = dict[str, object]
OPENED = [{"trigger": "opened"}]


def automaton(house: House, *, most_a_day: int = 10) -> Automaton:
    return Automaton(house.database, house.clock, Calendars(house.settings), library="Library", most_a_day=most_a_day)


async def runs(house: House, *workers: Automaton) -> None:
    """The workers do all there is."""
    one = workers or (automaton(house),)
    while sum(await asyncio.gather(*(worker.next_set() for worker in one))):
        pass


async def rule(house: House, *actions: Json, when: list[Json] | None = None, conditions: tuple[Json, ...] = (), name: str = "Rule") -> int:
    ask = RuleAsk.model_validate({"name": name, "on": True, "when": when or OPENED, "conditions": list(conditions), "actions": list(actions)})
    return (await house.does("ines", add_rule, ask=ask)).id


async def a_tag(house: House, name: str) -> int:
    async with house.database.transaction() as session:
        return (await named(session, name=name, actor=house.actor("ines"), now=house.clock())).id


async def a_snippet(house: House, text: str = "Dear {patron}, we got {ticket}. {library}", locale: str = "en") -> int:
    ask = SnippetAsk(shortcut="got", title="Got it", text=text, locale=locale)  # type: ignore[arg-type]
    return (await house.does("ines", add_snippet, ask=ask)).id


async def by_rules(house: House, after: int = 0) -> list[Logged]:
    return [event for event in await house.log(after) if event.actor_kind == "rule"]


async def test_every_action_on_a_ticket_that_opens(house: House) -> None:
    tag, snippet, law = await a_tag(house, "ILL"), await a_snippet(house), house.queues["law"]
    rule_id = await rule(
        house, {"do": "tag", "tag_id": tag}, {"do": "priority", "priority": 2}, {"do": "note", "text": "Look at the rules."},
        {"do": "reply", "snippet_id": snippet}, {"do": "move", "queue_id": law}, {"do": "assign", "staff_id": house.staff["wang"]},
        conditions=({"about": "words", "any_of": ["interlibrary", "馆际互借"]},),
    )
    one = await house.mails(text="An ＩＮＴＥＲＬＩＢＲＡＲＹ loan, please")
    other = await house.mails(text="Something else")
    await runs(house)
    ticket = await house.ticket(one)
    assert (ticket.tag_ids, ticket.priority, ticket.queue_id, ticket.assignee_id) == ([tag], 2, law, house.staff["wang"])
    # A word by a rule is no answer: the patron waits for somebody all the same.
    assert ticket.waiting_key != NOT_WAITING
    assert (ticket.state, ticket.last_reply_version) == ("open", 0)
    note, answer = (await house.messages(one))[-2:]
    assert (note.kind, note.author_kind, note.author_id) == ("note", "system", rule_id)
    assert (answer.kind, answer.text) == ("staff", f"Dear Amina Okafor, we got #{one}. Library")
    assert {(event.actor_kind, event.actor_id) for event in await by_rules(house)} == {("rule", rule_id)}
    assert (await house.ticket(other)).tag_ids == []
    async with house.database.read() as session:
        shown = await detail(session, scope=house.scopes["ines"], ticket_id=one)
        [told] = await all_rules(session, now=house.clock())
    assert {(line.actor.kind, line.actor.id) for line in shown.activity if line.type == "ticket.moved"} == {("rule", rule_id)}
    assert (told.runs, told.failures) == (1, [])


@pytest.mark.parametrize(("condition", "holds"), [
    ({"about": "channel", "any_of": ["email"]}, True), ({"about": "channel", "any_of": ["web_chat"]}, False),
    ({"about": "sender", "any_of": ["uni.example"]}, True), ({"about": "sender", "any_of": ["@UNI.example"]}, True),
    ({"about": "sender", "any_of": ["ni.example"]}, False), ({"about": "sender", "any_of": ["amina@uni.example"]}, True),
    ({"about": "words", "where": "subject", "any_of": ["renew"]}, True), ({"about": "words", "where": "text", "any_of": ["renewal"]}, False),
    ({"about": "language", "any_of": ["zh"]}, False), ({"about": "language", "any_of": ["en"]}, True),
    ({"about": "priority", "at_least": 0}, True), ({"about": "priority", "at_least": 1}, False), ({"about": "file"}, False),
    ({"about": "hours"}, True), ({"about": "hours", "negate": True}, False), ({"about": "queue", "any_of": [1]}, True),
])
async def test_conditions(house: House, condition: Json, holds: bool) -> None:
    house.time = datetime(2026, 11, 25, 3, tzinfo=UTC)  # eleven in Shanghai
    await rule(house, {"do": "priority", "priority": 3}, conditions=(condition,))
    ticket_id = await house.mails()
    await runs(house)
    assert (await house.ticket(ticket_id)).priority == (3 if holds else 0)


async def test_what_happened_before_a_rule_was_on_is_no_business_of_its(house: House) -> None:
    before = await house.mails()
    rule_id = await rule(house, {"do": "priority", "priority": 1})
    await house.does("ines", switch_rule, rule_id=rule_id, on=False)
    off = await house.mails()
    await house.does("ines", switch_rule, rule_id=rule_id, on=True)
    on = await house.mails()
    await runs(house)
    assert [(await house.ticket(one)).priority for one in (before, off, on)] == [0, 0, 1]
    await house.does("ines", remove_rule, rule_id=rule_id)
    gone = await house.mails()
    await runs(house)
    assert (await house.ticket(gone)).priority == 0


async def test_what_holds_later_is_no_reason_after_a_restart(house: House) -> None:
    """A rule was asked, and its conditions did not hold; a new process does not ask it again about the same."""
    tag = await a_tag(house, "later")
    await rule(house, {"do": "priority", "priority": 1}, conditions=({"about": "tag", "any_of": [tag]},))
    ticket_id = await house.mails()
    await runs(house)
    await house.does("rosa", put_tag, ticket_id=ticket_id, tag_id=tag)
    await runs(house, automaton(house))
    assert (await house.ticket(ticket_id)).priority == 0


async def test_a_patrons_next_message_and_a_change_of_state(house: House) -> None:
    tag = await a_tag(house, "again")
    await rule(house, {"do": "tag", "tag_id": tag}, when=[{"trigger": "patron_wrote"}])
    await rule(house, {"do": "priority", "priority": -1}, when=[{"trigger": "state_changed", "to_state": "closed"}])
    ticket_id = await house.chats()
    await runs(house)
    assert (await house.ticket(ticket_id)).tag_ids == []
    await house.says("And?", ticket_id=ticket_id)
    await runs(house)
    ticket = await house.ticket(ticket_id)
    assert (ticket.tag_ids, ticket.priority) == ([tag], 0)
    await house.does("rosa", close, ticket_id=ticket_id)
    await runs(house)
    assert (await house.ticket(ticket_id)).priority == -1


async def test_no_answer_goes_to_a_machine_nor_where_none_is_wanted_and_one_a_ticket(house: House) -> None:
    snippet = await a_snippet(house)
    rule_id = await rule(house, {"do": "reply", "snippet_id": snippet}, when=[{"trigger": "opened"}, {"trigger": "patron_wrote"}])
    machine = await house.mails(Auto_Submitted="auto-replied")
    listed = await house.mails(List_Id="<all.uni.example>", Precedence="list")
    chat = await house.chats(email="amina@uni.example")
    await house.says("Hello?", ticket_id=chat)
    await runs(house)
    assert [message.kind for message in await house.messages(chat)] == ["patron", "patron", "staff"]
    for quiet in (machine, listed):
        assert "staff" not in [message.kind for message in await house.messages(quiet)]
    async with house.database.read() as session:
        [told] = await all_rules(session, now=house.clock())
    assert {one.code for one in told.failures} <= {"machine"}
    assert rule_id == told.id


async def test_two_robots_do_not_answer_each_other_for_ever(house: House) -> None:
    """Each of our answers begins a fresh inquiry, and says nothing of itself: the day's number ends it."""
    await rule(house, {"do": "reply", "snippet_id": await a_snippet(house)})
    for _ in range(6):
        await house.mails(sender="robot@uni.example")
    await runs(house, automaton(house, most_a_day=3))
    async with house.database.read() as session:
        sent = (await session.execute(select(DeliveryRow).where(DeliveryRow.kind == "reply"))).scalars().all()
        [told] = await all_rules(session, now=house.clock())
    assert len(sent) == 3
    assert {one.code for one in told.failures} == {"too_many"}


async def test_an_answer_speaks_the_patrons_language(house: House) -> None:
    english = await a_snippet(house)
    await a_snippet(house, "{patron}，您好！", "zh-Hans")
    await rule(house, {"do": "reply", "snippet_id": english, "then": "waiting_patron"})
    ticket_id = await house.chats("你好", locale="zh-Hans", name="李雷")
    await runs(house)
    assert (await house.messages(ticket_id))[-1].text == "李雷，您好！"
    assert (await house.ticket(ticket_id)).state == "waiting_patron"


async def test_a_rule_that_fails_does_nothing_is_told_and_stops_nobody(house: House) -> None:
    tag = await a_tag(house, "kept")
    bad = await rule(house, {"do": "priority", "priority": 3}, {"do": "assign", "staff_id": house.staff["tomas"]}, name="Bad")
    await rule(house, {"do": "tag", "tag_id": tag}, name="Good")
    head = await house.head()
    ticket_id = await house.mails()
    await runs(house, automaton(house), automaton(house))
    ticket = await house.ticket(ticket_id)
    assert (ticket.priority, ticket.assignee_id, ticket.tag_ids) == (0, None, [tag])
    failed = [(event.data, set(event.seen_after)) for event in await house.log(head) if event.type == "rule.failed"]
    assert failed == [({"rule_id": bad, "ticket_id": ticket_id, "code": "invalid"}, {"supervisors"})]
    async with house.database.read() as session:
        first, second = await all_rules(session, now=house.clock())
    assert ([(one.ticket_id, one.code) for one in first.failures], second.failures, second.runs) == ([(ticket_id, "invalid")], [], 1)


async def test_two_rules_that_undo_each_other_end(house: House) -> None:
    await rule(house, {"do": "close"}, when=[{"trigger": "opened"}, {"trigger": "state_changed", "to_state": "open"}])
    snippet = await a_snippet(house)
    await rule(house, {"do": "reply", "snippet_id": snippet, "then": "waiting_patron"}, when=[{"trigger": "state_changed", "to_state": "closed"}])
    ticket_id = await house.mails()
    await runs(house, automaton(house), automaton(house))
    async with house.database.read() as session:
        marks = (await session.execute(select(AutomationRunRow))).scalars().all()
    assert len(marks) == 2
    assert max(one.depth for one in marks) < DEEPEST
    await house.does("rosa", reopen, ticket_id=ticket_id) if (await house.ticket(ticket_id)).state == "closed" else None


async def test_rules_are_kept_by_supervisors_in_an_order_and_versioned(house: House) -> None:
    ask = RuleAsk.model_validate({"name": "One", "when": OPENED, "actions": [{"do": "close"}]})
    with pytest.raises(Forbidden):
        await house.does("rosa", add_rule, ask=ask)
    for wrong in ({"do": "tag", "tag_id": 99}, {"do": "move", "queue_id": 99}, {"do": "assign", "staff_id": 99}, {"do": "reply", "snippet_id": 99}):
        with pytest.raises(Invalid):
            await house.does("ines", add_rule, ask=RuleAsk.model_validate({"name": "x", "when": OPENED, "actions": [wrong]}))
    ids = [(await house.does("ines", add_rule, ask=ask.model_copy(update={"name": name}))).id for name in "ABC"]
    await house.does("ines", place_rule, rule_id=ids[2], place=0)
    async with house.database.read() as session:
        assert [one.name for one in await all_rules(session, now=house.clock())] == ["C", "A", "B"]
    await house.does("ines", change_rule, rule_id=ids[0], ask=ask.model_copy(update={"expected_version": 1}))
    with pytest.raises(Conflict) as late:
        await house.does("ines", change_rule, rule_id=ids[0], ask=ask.model_copy(update={"name": "Z", "expected_version": 1}))
    assert (late.value.code, late.value.current_version) == ("changed", 2)


async def test_a_dry_run_says_what_would_be_done_and_does_nothing(house: House) -> None:
    tag, snippet = await a_tag(house, "loan"), await a_snippet(house)
    one, two = await house.mails(), await house.mails(text="Nothing of it")
    aside = await house.mails(Auto_Submitted="auto-replied", text="May I renew?")
    head = await house.head()
    asked = RuleAsk.model_validate({
        "name": "Loans", "when": OPENED, "conditions": [{"about": "words", "where": "text", "any_of": ["renew"]}],
        "actions": [{"do": "tag", "tag_id": tag}, {"do": "reply", "snippet_id": snippet}, {"do": "priority", "priority": 0}],
    })
    async with house.database.read() as session:
        found = await dry_run(session, rule=asked, last=100, calendars=Calendars(house.settings))
    assert (found.tickets, found.moments, found.matched) == (2, 2, 1)
    assert [(match.ticket_id, [(a.do, a.effect) for a in match.actions]) for match in found.matches] == [
        (one, [("tag", "done"), ("reply", "done"), ("priority", "already")])]
    assert await house.head() == head
    assert {two, aside}.isdisjoint({match.ticket_id for match in found.matches})


async def test_a_dry_run_foretells_what_the_rule_then_does(house: House) -> None:
    """Of tickets that come with the rule on, those that it acts on are those that a dry run names afterwards."""
    tag = await a_tag(house, "law")
    ask = {"name": "Law", "when": OPENED, "conditions": [{"about": "queue", "any_of": [house.queues["law"]]}, {"about": "words", "any_of": ["renew"]}],
           "actions": [{"do": "tag", "tag_id": tag}]}
    await house.does("ines", add_rule, ask=RuleAsk.model_validate({**ask, "on": True}))
    ids = [await house.mails(to=to, text=text) for to in (LAW, "help@library.example") for text in ("May I renew?", "Hello")]
    await runs(house)
    async with house.database.read() as session:
        found = await dry_run(session, rule=RuleAsk.model_validate(ask), last=100, calendars=Calendars(house.settings))
    assert {match.ticket_id for match in found.matches} == {one for one in ids if (await house.ticket(one)).tag_ids}
    assert {a.effect for match in found.matches for a in match.actions} == {"already"}


async def test_a_macro_is_the_same_by_hand_within_what_one_sees(house: House) -> None:
    tag, snippet = await a_tag(house, "done"), await a_snippet(house, "{librarian} says yes.")
    ask = MacroAsk.model_validate({"name": "Answer and close", "actions": [{"do": "tag", "tag_id": tag}, {"do": "reply", "snippet_id": snippet, "then": "close"}]})
    with pytest.raises(Forbidden):
        await house.does("rosa", add_macro, ask=ask)
    macro_id = (await house.does("ines", add_macro, ask=ask)).id
    with pytest.raises(Conflict):
        await house.does("ines", add_macro, ask=ask)
    ticket_id, law = await house.mails(), await house.mails(to=LAW)

    async def apply(login: str, ticket: int, once: str) -> None:
        doer = Doer(scope=house.scopes[login], actor=house.actor(login), now=house.clock(), once=once, library="Library")
        async with house.database.transaction() as session:
            await apply_macro(session, macro_id=macro_id, ticket_id=ticket, doer=doer, calendars=Calendars(house.settings))

    for _ in range(2):
        await apply("rosa", ticket_id, "macro-0001")
    ticket = await house.ticket(ticket_id)
    assert (ticket.state, ticket.tag_ids, ticket.assignee_id) == ("closed", [tag], house.staff["rosa"])
    assert [message.text for message in await house.messages(ticket_id) if message.kind == "staff"] == ["Rosa Marín says yes."]
    # The history names it, once, after what it did.
    log = [one for one in await house.log() if one.stream == f"ticket:{ticket_id}"]
    named = [(one.version, one.actor_id, one.data["macro_id"]) for one in log if one.type == "ticket.macro_applied"]
    assert named == [(ticket.version, house.staff["rosa"], macro_id)]
    with pytest.raises(NotFound):
        await apply("rosa", law, "macro-0002")
    assert (await house.ticket(law)).tag_ids == []


async def test_the_clock_of_then_decides_whether_it_was_open(house: House) -> None:
    tag = await a_tag(house, "after hours")
    await rule(house, {"do": "tag", "tag_id": tag}, conditions=({"about": "hours", "negate": True},))
    house.time = datetime(2026, 11, 25, 20, tzinfo=UTC)  # four in the morning in Shanghai
    night = await house.mails()
    house.pass_by(timedelta(hours=8))
    day = await house.mails()
    await runs(house)
    assert [(await house.ticket(one)).tag_ids for one in (night, day)] == [[tag], []]


async def test_a_promise_that_is_near_or_broken(house: House) -> None:
    """The keeper of promises says so by an event on the ticket; a rule may wait for it."""
    await rule(house, {"do": "priority", "priority": 2}, when=[{"trigger": "promise_near"}])
    await rule(house, {"do": "priority", "priority": 3}, when=[{"trigger": "promise_broken"}])
    near, broken = await house.mails(), await house.mails()
    for ticket_id, event in ((near, PromiseNear), (broken, PromiseBroken)):
        async with house.database.transaction() as session:
            ticket = (await lock(session, ticket_id))[ticket_id]
            happen(session, ticket, event(ticket_id=ticket_id, kind="first_answer", due_at=house.time), actor=SYSTEM, now=house.clock())
    await runs(house)
    assert [(await house.ticket(one)).priority for one in (near, broken)] == [2, 3]
