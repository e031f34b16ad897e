"""Staff, sessions, tokens, roles, departments and memberships. See docs/accounts.md."""
