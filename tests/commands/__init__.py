"""The commands, as an administrator calls them."""
