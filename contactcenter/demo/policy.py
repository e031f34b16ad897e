"""What the demo's supervisor has arranged: tags, a shared view, rules that act by themselves, a macro, skills."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.automation.macros import add_macro
from contactcenter.automation.rules import add_rule
from contactcenter.events.record import Actor
from contactcenter.knowledge.tables import SnippetRow
from contactcenter.queue.tables import QueueRow
from contactcenter.seats.set_skills import set_skills
from contactcenter.shapes.automation import MacroAsk, PutTag, ReplyWith, RuleAsk, When, WordsIn
from contactcenter.shapes.lists import ListFilter, SavedViewAsk
from contactcenter.shapes.routing import SkillLevel, StaffSkillsAsk
from contactcenter.tickets.saved_views import save_view
from contactcenter.tickets.tables import TicketRow
from contactcenter.tickets.tag import tag_by_name
from contactcenter.tickets.tag_tables import TagRow
from contactcenter.tickets.tags import named

TAGS = {
    "e-resources": ("database", "journal", "off campus", "数据库", "校外", "下载"),
    "interlibrary loan": ("interlibrary", "scan", "馆际", "文献传递"),
    "thesis": ("thesis", "dissertation", "学位论文"),
}
"""Each with words in the subjects that it is put on."""
SKILLS = {
    "rosa": (("en", 5), ("zh-Hans", 1)), "wangfang": (("zh-Hans", 5), ("en", 4)), "ines": (("en", 4), ("zh-Hans", 4)),
}


async def arrange(session: AsyncSession, *, staff: dict[str, Scope], now: datetime) -> None:
    """Arrange all of it, unless somebody used a tag already."""
    if (await session.execute(select(TagRow.id).limit(1))).first() is not None:
        return
    ines = staff["ines"]
    actor = Actor("staff", ines.staff_id)
    tags = {name: (await named(session, name=name, actor=actor, now=now)).id for name in TAGS}
    await _tag_the_past(session, scope=ines, actor=actor, now=now)
    general = (await session.execute(select(QueueRow.id).order_by(QueueRow.id).limit(1))).scalar_one()
    await save_view(session, scope=ines, actor=actor, now=now, ask=SavedViewAsk(
        name="E-resources", shared=True, filter=ListFilter(view="all", tag=tags["e-resources"]),
    ))
    await save_view(session, scope=ines, actor=actor, now=now, ask=SavedViewAsk(
        name="General desk, the longest wait first", shared=True,
        filter=ListFilter(view="waiting", queue=general, sort="waiting"),
    ))
    for name, words in TAGS.items():
        await add_rule(session, scope=ines, actor=actor, now=now, ask=RuleAsk(
            name=f"Tag: {name}", on=True, when=[When(trigger="opened")],
            conditions=[WordsIn(about="words", any_of=list(words))], actions=[PutTag(do="tag", tag_id=tags[name])],
        ))
    snippet = (await session.execute(
        select(SnippetRow.id).where(SnippetRow.shortcut == "off-campus", SnippetRow.locale == "en")
    )).scalar_one_or_none()
    if snippet is not None:
        await add_macro(session, scope=ines, actor=actor, now=now, ask=MacroAsk(
            name="Off-campus access", actions=[
                PutTag(do="tag", tag_id=tags["e-resources"]),
                ReplyWith(do="reply", snippet_id=snippet, then="waiting_patron"),
            ],
        ))
    for login, skills in SKILLS.items():
        ask = StaffSkillsAsk(version=0, skills=[SkillLevel(skill=skill, level=level) for skill, level in skills])
        await set_skills(session, scope=ines, actor=actor, now=now, staff_id=staff[login].staff_id or 0, ask=ask)


async def _tag_the_past(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime) -> None:
    rows = (await session.execute(
        select(TicketRow.id, TicketRow.subject).where(TicketRow.merged_into.is_(None)).order_by(TicketRow.id)
    )).all()
    for ticket_id, subject in rows:
        for name, words in TAGS.items():
            if any(word in subject.lower() for word in words):
                await tag_by_name(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, name=name)
