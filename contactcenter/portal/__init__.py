"""The patron's pages: ask, chat, follow an inquiry, and the widget for other sites. See docs/portal.md."""

from contactcenter.portal.mount import mount

__all__ = ["mount"]
