"""How the mailboxes stand that mail is fetched from."""

from __future__ import annotations

from datetime import datetime

from contactcenter.api.route import Call, Routes
from contactcenter.api.visible import require_supervisor
from contactcenter.intake.mailboxes.status import every, trouble_of
from contactcenter.shapes.pages import FailingMail, MailboxDifference, MailboxStanding, MailboxStandings

routes = Routes("Mailboxes")


@routes.get("/mailboxes", problems=(403,))
async def list_mailboxes(call: Call) -> MailboxStandings:
    """Every folder that mail is fetched from: well, or in which trouble since when, in the server's words."""
    require_supervisor(call.scope)
    configured = [(box.name, folder) for box in call.house.settings.mail.mailboxes for folder in box.folders]
    return MailboxStandings(items=[
        MailboxStanding(
            account=row.account, folder=row.folder, code=trouble_of(row, call.now), words=row.words, since=row.since,
            told_at=row.told_at, waiting=row.waiting, compared_at=row.compared_at,
            differences=[
                MailboxDifference(kind=one["kind"], count=int(one["count"]), uids=one["uids"], words=one["words"])
                for one in row.differences
            ],
            failing=[
                FailingMail(uid=int(one["uid"]), words=one["words"], since=datetime.fromisoformat(one["since"]))
                for one in row.failing
            ],
        )
        for row in await every(call.session, folders=configured)
    ])
