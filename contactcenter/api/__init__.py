"""The REST API under /api/v1, with its OpenAPI description. See docs/api.md."""

from contactcenter.api.routes import mount

__all__ = ["mount"]
