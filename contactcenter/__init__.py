"""The contact centre for libraries."""

__version__ = "0.1.0"
