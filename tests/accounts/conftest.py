from tests.databases import database, dialect, postgres_server

__all__ = ["database", "dialect", "postgres_server"]
