"""The staff's web door: signing in, the console's files, the headers of every page. See docs/agent_ui.md."""

from contactcenter.agent_ui.routes import mount

__all__ = ["mount"]
