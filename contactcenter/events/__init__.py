"""The one log: catalogue, record, streams, tail. See docs/events.md."""
