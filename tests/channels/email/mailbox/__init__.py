"""Mail fetched by IMAP from a real Dovecot."""
