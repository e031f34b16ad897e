"""Every way in and out, one folder each; none knows another. See docs/channels.md."""
