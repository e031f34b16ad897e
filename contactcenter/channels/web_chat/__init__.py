"""Web chat: the patron's socket, its token, its files. See docs/channels.md."""

from contactcenter.channels.web_chat.deliver import PatronSockets
from contactcenter.channels.web_chat.mount import mount
from contactcenter.channels.web_chat.origin import is_ours, socket_origins
from contactcenter.channels.web_chat.parse import parse

__all__ = ["PatronSockets", "is_ours", "mount", "parse", "socket_origins"]
