"""Faxes by way of an e-mail-to-fax gateway. See docs/fax.md."""
