"""The database: engine, transaction, base metadata, blobs, wake-up. See docs/db.md."""
