"""Mail fetched by IMAP, a task for each folder of each account. See docs/channels.md."""
