"""What is typed: groups of commands, and commands of many options. See docs/commands.md.

Imports stand inside the commands: `deliver` is started once a mail and must start fast.
"""
