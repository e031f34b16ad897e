"""What inquiries are about, and the reference record: what statistics count. See docs/needs.md."""
