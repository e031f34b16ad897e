"""What the command line does. See docs/commands.md."""
