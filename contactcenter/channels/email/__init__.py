"""E-mail: the SMTP door, the pipe, understanding, signing, composing, sending. See docs/channels.md."""
