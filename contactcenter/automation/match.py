"""Whether a rule's conditions hold: a pure function over facts. No text of a rule is ever evaluated."""

from __future__ import annotations

from collections.abc import Iterable

from contactcenter.automation.facts import Facts
from contactcenter.shapes.automation import (
    ChannelIs,
    Condition,
    HasFile,
    IsOpen,
    LanguageIs,
    PriorityIs,
    QueueIs,
    SenderIs,
    TagIs,
    When,
    WordsIn,
)
from contactcenter.tickets.words import fold


def matches(conditions: Iterable[Condition], facts: Facts) -> bool:
    """Whether every one holds; of no conditions it is always so."""
    return all(_holds(one, facts) != one.negate for one in conditions)


def waits_for(when: Iterable[When], trigger: str, to_state: str | None = None) -> bool:
    """Whether a rule waits for this."""
    return any(one.trigger == trigger and one.to_state in (None, to_state) for one in when)


def _holds(one: Condition, facts: Facts) -> bool:
    match one:
        case ChannelIs():
            return facts.channel in one.any_of
        case QueueIs():
            return facts.queue_id in one.any_of
        case SenderIs():
            return any(_is_from(facts.sender, piece) for piece in one.any_of)
        case WordsIn():
            said = {"subject": facts.subject, "text": facts.text, "either": f"{facts.subject}\n{facts.text}"}[one.where]
            folded = fold(said)
            return any(fold(piece) in folded for piece in one.any_of)
        case LanguageIs():
            return any(_speaks(facts.language, tag) for tag in one.any_of)
        case TagIs():
            return not facts.tag_ids.isdisjoint(one.any_of)
        case PriorityIs():
            return facts.priority >= one.at_least
        case HasFile():
            return facts.has_file
        case IsOpen():
            return facts.open


def _is_from(sender: str, piece: str) -> bool:
    """An address whole, or a domain with all below it."""
    address, wanted = sender.casefold(), piece.casefold().removeprefix("@")
    if "@" in wanted:
        return address == wanted
    domain = address.rpartition("@")[2]
    return bool(domain) and (domain == wanted or domain.endswith(f".{wanted}"))


def _speaks(language: str, tag: str) -> bool:
    """Basic filtering of RFC 4647 (3.3.1): `zh` is `zh-Hans`, too."""
    spoken, wanted = language.casefold(), tag.casefold()
    return spoken == wanted or spoken.startswith(f"{wanted}-")
