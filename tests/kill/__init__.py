"""The product as its own processes, killed at any moment: what was promised is there, once."""
