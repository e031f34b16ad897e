"""What a patron's socket may ask. Protocol: docs/api.md. Unknown fields are refused."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from contactcenter.channels.web_chat.uploads import MOST_FILES

LONGEST_TEXT = 8_000
"""Characters of one message: four pages. More belongs into a file."""



def one_line(text: str) -> str:
    """Words with single spaces: no line break, no control character (PostgreSQL holds no NUL)."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]{8,64}$")]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^$|^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$")
]
Locale = Literal["en", "zh-Hans"]
FileIds = Annotated[list[Annotated[str, StringConstraints(max_length=2_000)]], Field(max_length=MOST_FILES)]
Version = Annotated[int, Field(ge=0, le=9_007_199_254_740_991, strict=True)]


class PatronAsk(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Start(PatronAsk):
    """A first message. The same content under the same client id opens one conversation, not two."""

    client_id: ClientId
    text: Text
    name: Annotated[str, StringConstraints(max_length=200), AfterValidator(one_line)] = ""
    email: Email = ""
    locale: Locale = "en"
    queue: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{0,64}$")] | None = None
    attachments: FileIds = []


class Say(PatronAsk):
    client_id: ClientId
    text: Text
    attachments: FileIds = []


class Resume(PatronAsk):
    version: Version


class Seen(PatronAsk):
    version: Version


class Record(PatronAsk):
    """Where the record of the conversation should go."""

    email: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$")
    ]


Model = TypeVar("Model", bound=PatronAsk)


class Refused(Exception):
    """What was asked cannot be done; `code` is answered, and the client words it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(model: type[Model], data: object) -> Model:
    """Check what came. Raises `Refused`: too_long, email, too_many_files or malformed."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise Refused(_code(error)) from None


def _code(error: ValidationError) -> str:
    for item in error.errors(include_input=False, include_url=False):
        match item["loc"], item["type"]:
            case (("text",), "string_too_long"):
                return "too_long"
            case (("email",), _):
                return "email"
            case (("attachments",), "too_long"):
                return "too_many_files"
            case _:
                continue
    return "malformed"
