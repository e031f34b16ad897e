"""Answers that the demo's librarians have saved, so that the composer's `/` has something to offer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.demo.scenario import Locale
from contactcenter.events.record import Actor
from contactcenter.knowledge.add_snippet import add_snippet
from contactcenter.knowledge.tables import SnippetRow
from contactcenter.shapes.pages import SnippetAsk

SNIPPETS: tuple[tuple[str, Locale, str, str], ...] = (
    ("renewed", "en", "Renewed",
     "Dear {patron}, I have renewed your loans; the new date is in your account. {librarian}"),
    ("renewed", "zh-Hans", "已续借", "{patron}您好，已为您办理续借，新的到期日可在“我的借阅”中查看。{librarian}"),
    ("off-campus", "en", "Off-campus access",
     "Please sign in through the library's page, not the publisher's. If that fails, tell us the title and the time."),
    ("off-campus", "zh-Hans", "校外访问", "请从图书馆主页进入并登录统一身份认证。如仍无法访问，请告诉我们题名和时间。"),
    ("hours", "en", "Opening hours", "The library is open every day from 8:00 to 22:00. {library}"),
    ("hours", "zh-Hans", "开放时间", "图书馆每天 8:00–22:00 开放。{library}"),
)


async def settle_in(session: AsyncSession, *, scope: Scope, now: datetime) -> None:
    """Save them, unless there are snippets already."""
    if (await session.execute(select(SnippetRow.id).limit(1))).first() is not None:
        return
    for shortcut, locale, title, text in SNIPPETS:
        await add_snippet(
            session, scope=scope, actor=Actor("staff", scope.staff_id), now=now,
            ask=SnippetAsk(shortcut=shortcut, title=title, text=text, locale=locale),
        )
