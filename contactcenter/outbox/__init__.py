"""What is on its way out: enqueue, deliver, back off, retry. See docs/outbox.md."""
