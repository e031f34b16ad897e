"""A text as it was kept (the webhook's body), and as it is understood. Pure."""

from __future__ import annotations

from contactcenter.carriers.open import text_reader
from contactcenter.channels.sms.language import locale_of
from contactcenter.channels.sms.media import takes
from contactcenter.channels.sms.words import opt_word
from contactcenter.envelope import (
    Address,
    Conversation,
    Finding,
    Inbound,
    Oddity,
    OptWord,
    Raw,
    RemoteFile,
    Thread,
)
from contactcenter.envelope.numbers import e164, readable
from contactcenter.settings import Settings

CHANNEL = "sms"
KIND = "carrier"
"""What `Raw.meta` names the carrier by whose wire it came."""
RULES: dict[OptWord, str] = {"stop": "opt_stop", "start": "opt_start", "help": "opt_help"}
"""What a text of nothing but such a word is found to be, by its word."""
ODDITIES = {"file_refused": "A file of the kind {media_type} is not taken."}
"""What may be odd about a text, in words (`intake/remote_files.py` has more, of files that do not come)."""


class SmsReceiver:
    """Understands texts. `settings` say whose numbers are whose."""

    def __init__(self, settings: Settings) -> None:
        self._queues = {one.number: one.queue for one in settings.carrier.numbers}
        self._window_s = settings.sms.window_h * 3600
        self._default = settings.library.default_locale

    def __call__(self, raw: Raw) -> Inbound:
        """Raises `ParseError`."""
        text = text_reader(raw.meta.get(KIND, ""))(raw.data)
        number = e164(text.sender)
        # A short code or a name in letters cannot be answered, and stands for no person.
        sender = Address("phone", number, readable(number)) if number else Address("sender", text.sender, text.sender)
        opt = text.opt or opt_word(text.body) if number else None
        kept = [one for one in text.media if takes(one.media_type)]
        return Inbound(
            channel=CHANNEL, sender=sender, subject="", text=text.body, reply=text.body,
            to=(Address("phone", text.to),), identity_keys=(f"{CHANNEL}:{text.id}",),
            thread=Thread(conversation=Conversation(number, text.to, self._window_s) if number else None),
            queue=self._queues.get(text.to), locale=locale_of(text.body, default=self._default),
            # Who asks for help is a person: the step `answered` sets it aside once they are known.
            opt=opt, obeyed=opt is not None and text.obeyed, automatic=RULES[opt] if opt in ("stop", "start") else None,
            findings=(Finding(RULES[opt], "machine", f"The whole message is a word that carriers know: {opt}",
                              "aside", {"word": opt}),) if opt else (),
            remote_files=tuple(RemoteFile(one.url, one.media_type) for one in kept),
            problems=tuple(Oddity("file_refused", ODDITIES["file_refused"].format(media_type=one.media_type),
                                  {"media_type": one.media_type}) for one in text.media if one not in kept),
        )
