"""Real servers and a real browser for the tests: PostgreSQL, an SMTP server, Chromium. See docs/make.md."""
