"""The contact centre for libraries. See docs/index.md."""

__version__ = "0.1.0"
