"""A story's messages as each door keeps them: what an SMTP server, the form, the chat would have taken."""

from __future__ import annotations

import json
import random
from datetime import datetime

from contactcenter.channels.web_chat.asks import Say, Start
from contactcenter.channels.web_chat.parse import raw as chat_raw
from contactcenter.channels.web_form.parse import raw as form_raw
from contactcenter.channels.web_form.question import Question
from contactcenter.demo.letters import Mail, answer, letter
from contactcenter.demo.plan import Story
from contactcenter.demo.scenario import Scenario
from contactcenter.envelope import Raw
from contactcenter.settings import Settings


def address_of(scenario: Scenario, settings: Settings) -> str:
    """Whom a patron writes to: a department, or the general desk."""
    addresses = next((one.addresses for one in settings.departments if one.slug == scenario.queue), [])
    return addresses[0] if addresses else settings.mail.address


def arrival(story: Story, *, at: datetime, author: int | None, settings: Settings) -> Raw:
    """The first message of a story. `author`: who wrote a desk question down."""
    scenario, patron = story.scenario, story.patron
    subject = story.subject or scenario.subject
    queue = None if scenario.queue == "general" else scenario.queue
    address = patron.address if story.named else ""
    client_id = f"demo-{int(at.timestamp() * 1000):x}-{len(subject)}"
    match story.way:
        case "web_chat":
            ask = Start(client_id=client_id, text=scenario.text, name=patron.name, email=address,
                        locale=patron.locale, queue=queue)
            return chat_raw(ask, ticket_id=None, files=[])
        case "web_form":
            # Without an address a form is answered on the patron's own page; here it always has one.
            return form_raw(Question(
                client_id=client_id, name=patron.name, email=patron.address, subject=subject, text=scenario.text,
                queue=queue or "", locale=patron.locale,
            ))
        case "walk_in":
            return Raw("walk_in", json.dumps({
                "subject": subject, "text": scenario.text, "queue": queue, "patron_name": patron.name,
                "client_id": client_id, "author": f"staff:{author}", "author_staff_id": author,
                "locale": patron.locale,
            }).encode())
        case _:
            headers = {"Auto-Submitted": "auto-replied"} if story.automatic else None
            mail = letter(patron, to=address_of(scenario, settings), subject=subject, text=scenario.text, at=at,
                          cc=scenario.cc, file=scenario.file, headers=headers, rich=len(scenario.text) % 3 == 0)
            return by_mail(mail, patron.address)


def sequel(story: Story, text: str, *, at: datetime, got: Mail | None, dice: random.Random) -> Raw:
    """The patron's next message: in the chat, or in answer to the mail they got."""
    if story.way == "web_chat":
        say = Say(client_id=f"demo-{dice.getrandbits(64):016x}", text=text)
        return chat_raw(say, ticket_id=story.ticket_id, files=[])
    if got is None:
        raise RuntimeError("the plan lets a patron answer a mail that they never got")
    file = story.scenario.follow_file if text == story.scenario.follow[0] else None
    return by_mail(answer(story.patron, got, text=text, at=at, file=file), story.patron.address)


def by_mail(mail: Mail, sender: str) -> Raw:
    """A mail as our SMTP door keeps it."""
    return Raw("email", mail.as_bytes(), {"mail_from": sender, "rcpt_to": str(mail["To"]), "peer": "127.0.0.1"})
