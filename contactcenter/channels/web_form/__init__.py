"""The web form: fields and files of one question, read while they arrive. See docs/channels.md."""

from contactcenter.channels.web_form.parse import parse

__all__ = ["parse"]
